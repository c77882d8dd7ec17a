package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /**
     * The first layer has two kinds of steps, and some are refused: each begins where the one before ended, whether somebody
     * looked meanwhile or not, and whose steps they are.
     */
    @ParameterizedTest
    @CsvSource({"LOOPS, RAW", "LOOPS, CENTERED", "BLAS, RAW", "BLAS, CENTERED"})
    void stepsGoOnAsIfTheWeightsHadBeenLookedAtAfterEach(Products products, InputScaling inputs) {
        Architecture architecture = Architecture.of(INPUTS + ",16,4", Activation.RELU);
        Encoder encoder = Encoder.seeded(architecture, 1);
        Encoder lookedAt = Encoder.seeded(architecture, 1);
        GradientStep[] steps = steps(products, encoder, inputs);
        GradientStep[] stepsLookedAt = steps(products, lookedAt, inputs);
        for (int turn = 0; turn < 20; turn++) {
            float[] before = lookedAt.parameters().clone();
            boolean refused = turn % 5 == 1;
            List<Features> items = items(turn % 4 < 2);
            float weight = refused ? Float.MAX_VALUE : 1;
            assertEquals(!refused, take(steps[turn % 3 / 2], items, weight), "turn " + turn);
            assertEquals(!refused, take(stepsLookedAt[turn % 3 / 2], items, weight), "turn " + turn);
            assertEquals(refused, Arrays.equals(before, lookedAt.parameters()), "turn " + turn);
        }
        assertArrayEquals(lookedAt.parameters(), encoder.parameters());
    }

    /** Two that change one encoder. */
    private static GradientStep[] steps(Products products, Encoder encoder, InputScaling inputs) {
        InputScale scale = inputs == InputScaling.RAW ? null : InputScale.untrained(inputs, INPUTS);
        GradientStep step = products.step(encoder, ContrastiveLoss.drlim(1), scale);
        return new GradientStep[] {step, products.step(encoder, ContrastiveLoss.drlim(1), scale)};
    }

    /** A few items, most of whose numbers are 0 if they are sparse. */
    private List<Features> items(boolean sparse) {
        List<Features> items = new ArrayList<>();
        for (int item = 0; item < 8; item++) {
            float[] numbers = new float[INPUTS];
            for (int i = 0; i < INPUTS; i++) {
                numbers[i] = sparse && random.nextInt(10) > 0 ? 0 : (float) random.nextDouble() - 0.4f;
            }
            items.add(new Features.Dense(numbers));
        }
        return items;
    }

    private static boolean take(GradientStep step, List<Features> items, float weight) {
        step.clear();
        for (int i = 0; i < items.size(); i += 2) {
            step.add(items.get(i), items.get(i + 1), i % 4 == 0 ? Label.SIMILAR : Label.DISSIMILAR, weight);
        }
        return step.take(0.05f);
    }
}
