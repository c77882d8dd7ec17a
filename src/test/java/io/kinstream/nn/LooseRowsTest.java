package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LooseRowsTest {
    private static final int INPUTS = 100;

    private final float[] flat = {9, 1, 2, 3, 4, 5, 6, 9};
    private final LooseRows rows = new LooseRows(flat, 1, 3, 2);
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void aRowHasItsNumbersAndStaysTheSameOneWhileItIsOut() {
        float[] row = rows.take(1);
        assertArrayEquals(new float[] {3, 4}, row);
        row[0] = 30;
        assertSame(row, rows.take(1));
        assertEquals(30, rows.take(1)[0]);
    }

    @Test
    void whatWasChangedIsPutBackWhereItWasAndNothingElseIsTouched() {
        rows.take(2)[1] = 60;
        rows.take(0)[0] = 10;
        flat[3] = 30; // of a row that is not out
        assertArrayEquals(new float[] {9, 1, 2, 30, 4, 5, 6, 9}, flat);
        rows.putBack();
        assertArrayEquals(new float[] {9, 10, 2, 30, 4, 5, 60, 9}, flat);
    }

    @Test
    void onceRowsAreBackTheFlatArrayCounts() {
        rows.take(1)[0] = 30;
        rows.putBack();
        flat[3] = 31;
        rows.putBack();
        assertEquals(31, flat[3]);
        assertArrayEquals(new float[] {31, 4}, rows.take(1));
    }

    /** The first layer has two kinds of steps: each begins where the one before ended, whether somebody looked meanwhile or not. */
    @ParameterizedTest
    @EnumSource(Products.class)
    void sparseAndDenseStepsTakeTurnsAsIfTheWeightsHadBeenLookedAtAfterEach(Products products) {
        Architecture architecture = Architecture.of(INPUTS + ",16,4", Activation.RELU);
        Encoder encoder = Encoder.seeded(architecture, 1);
        Encoder lookedAt = Encoder.seeded(architecture, 1);
        GradientStep step = products.step(encoder, ContrastiveLoss.drlim(1));
        GradientStep stepLookedAt = products.step(lookedAt, ContrastiveLoss.drlim(1));
        for (int turn = 0; turn < 12; turn++) {
            float[] before = lookedAt.parameters().clone();
            float[][] items = items(turn % 4 < 2);
            take(step, items);
            take(stepLookedAt, items);
            assertTrue(!Arrays.equals(before, lookedAt.parameters()), "turn " + turn + " changed nothing");
        }
        assertArrayEquals(lookedAt.parameters(), encoder.parameters());
    }

    /** A few items, most of whose numbers are 0 if they are sparse. */
    private float[][] items(boolean sparse) {
        return IntStream.range(0, 8)
                .mapToObj(item -> {
                    float[] numbers = new float[INPUTS];
                    for (int i = 0; i < INPUTS; i++) {
                        numbers[i] = sparse && random.nextInt(10) > 0 ? 0 : (float) random.nextDouble() - 0.5f;
                    }
                    return numbers;
                })
                .toArray(float[][]::new);
    }

    private static void take(GradientStep step, float[][] items) {
        step.clear();
        for (int i = 0; i < items.length; i += 2) {
            Features left = new Features.Dense(items[i]);
            Features right = new Features.Dense(items[i + 1]);
            step.add(left, right, i % 4 == 0 ? Label.SIMILAR : Label.DISSIMILAR, 1);
        }
        assertTrue(step.take(0.05f));
    }
}
