package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.testing.Digits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps that see inputs of one size, wherever they lie and however large they are. */
@ParameterizedClass
@EnumSource(Products.class)
class InputScaleTest {
    private static final int INPUTS = 12;
    private static final int BATCH = 4;
    private static final Architecture ARCHITECTURE = Architecture.of(INPUTS + ",9,3", Activation.TANH);
    private static final ContrastiveLoss LOSS = ContrastiveLoss.drlim(1);

    private final Products products;
    private final Random random = new Random(11);

    InputScaleTest(Products products) {
        this.products = products;
    }

    /** @param zeros share of zeros: with few of them all numbers are multiplied, with many of them only the others */
    private float[][] rows(double zeros, int count) {
        float[][] rows = new float[count][INPUTS];
        for (float[] row : rows) {
            for (int j = 0; j < INPUTS; j++) {
                row[j] = random.nextDouble() < zeros ? 0 : (float) (2 + j + random.nextGaussian());
            }
        }
        return rows;
    }

    private static void add(GradientStep step, float[][] rows, int from) {
        step.clear();
        for (int pair = 0; pair < BATCH; pair++) {
            step.add(
                    new Features.Dense(rows[from + 2 * pair]),
                    new Features.Dense(rows[from + 2 * pair + 1]),
                    pair % 2 == 0 ? Label.SIMILAR : Label.DISSIMILAR,
                    1);
        }
    }

    /** Takes all rows, one micro-batch after another. */
    private static void learn(GradientStep step, float[][] rows) {
        for (int from = 0; from < rows.length; from += 2 * BATCH) {
            add(step, rows, from);
            assertTrue(step.take(0.03f));
        }
    }

    private static float[] stateOf(float[][] rows, boolean centered) {
        float[] mean = new float[centered ? INPUTS : 0];
        for (float[] row : rows) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += row[j] / rows.length;
            }
        }
        float square = 0;
        for (float[] row : rows) {
            for (int j = 0; j < INPUTS; j++) {
                float away = row[j] - (centered ? mean[j] : 0);
                square += away * away / rows.length;
            }
        }
        float[] state = new float[2 + mean.length];
        state[0] = square;
        state[1] = 100;
        System.arraycopy(mean, 0, state, 2, mean.length);
        return state;
    }

    /** The encoder over u = s (x - mu) that maps as this one does over x: V = W / s, c = b + W mu. */
    private static Encoder overStandardised(Encoder encoder, float[] state) {
        double s = Math.sqrt(InputScale.SIZE / state[0]);
        float[] parameters = encoder.parameters().clone();
        int outputs = ARCHITECTURE.outputs(0);
        for (int j = 0; j < INPUTS; j++) {
            double mean = state.length > 2 ? state[2 + j] : 0;
            for (int o = 0; o < outputs; o++) {
                parameters[INPUTS * outputs + o] += (float) (encoder.parameters()[j * outputs + o] * mean);
                parameters[j * outputs + o] = (float) (encoder.parameters()[j * outputs + o] / s);
            }
        }
        return new Encoder(ARCHITECTURE, parameters);
    }

    private static float[][] standardised(float[][] rows, float[] state) {
        double s = Math.sqrt(InputScale.SIZE / state[0]);
        float[][] u = new float[rows.length][INPUTS];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < INPUTS; j++) {
                u[i][j] = (float) (s * (rows[i][j] - (state.length > 2 ? state[2 + j] : 0)));
            }
        }
        return u;
    }

    @ParameterizedTest
    @ValueSource(strings = {"CENTERED 0", "CENTERED 0.8", "SCALED 0", "SCALED 0.8"})
    void aStepIsOneOfPlainDescentOnStandardisedInputs(String kind) {
        InputScaling scaling = InputScaling.valueOf(kind.split(" ")[0]);
        float[][] rows = rows(Double.parseDouble(kind.split(" ")[1]), 2 * BATCH);
        float[] state = stateOf(rows, scaling == InputScaling.CENTERED);
        Encoder encoder = Encoder.seeded(ARCHITECTURE, 5);
        Encoder reference = overStandardised(encoder, state);
        float[] before = encoder.parameters().clone();

        GradientStep step = products.step(encoder, LOSS, InputScale.restore(scaling, INPUTS, state));
        add(step, rows, 0);
        assertTrue(step.take(0.03f));
        GradientStep plain = products.step(reference, LOSS);
        add(plain, standardised(rows, state), 0);
        assertTrue(plain.take(0.03f));

        assertFalse(Arrays.equals(before, encoder.parameters()));
        assertArrayEquals(
                reference.parameters(), overStandardised(encoder, state).parameters(), 2e-5f);
    }

    @ParameterizedTest
    @ValueSource(floats = {1e-3f, 1e3f, 1e-6f, 1e9f})
    void theUnitOfTheFeaturesDoesNotMatter(float unit) {
        float[][] rows = rows(0.2, 80 * BATCH);
        Encoder encoder = Encoder.seeded(ARCHITECTURE, 5);
        learn(products.step(encoder, LOSS, InputScale.untrained(InputScaling.AUTO, INPUTS)), rows);
        float[][] others = new float[rows.length][INPUTS];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < INPUTS; j++) {
                others[i][j] = unit * rows[i][j];
            }
        }
        Encoder other = Encoder.seeded(ARCHITECTURE, 5);
        learn(products.step(other, LOSS, InputScale.untrained(InputScaling.AUTO, INPUTS)), others);
        float[] untrained = Encoder.seeded(ARCHITECTURE, 5).embed(new Features.Dense(rows[0]));
        float[] embedding = encoder.embed(new Features.Dense(rows[0]));
        assertFalse(Arrays.equals(untrained, embedding));
        assertArrayEquals(embedding, other.embed(new Features.Dense(others[0])), 1e-3f);
    }

    @ParameterizedTest
    @EnumSource(InputScaling.class)
    void goesOnFromItsStateToTheSameBits(InputScaling scaling) {
        float[][] rows = rows(0.5, 40 * BATCH);
        float[][] first = Arrays.copyOf(rows, 20 * BATCH);
        float[][] second = Arrays.copyOfRange(rows, 20 * BATCH, rows.length);
        Encoder undisturbed = Encoder.seeded(ARCHITECTURE, 5);
        InputScale scale = InputScale.untrained(scaling, INPUTS);
        learn(products.step(undisturbed, LOSS, scale), first);
        Encoder resumed = new Encoder(ARCHITECTURE, undisturbed.parameters().clone());
        InputScale restored = InputScale.restore(scaling, INPUTS, scale.state());
        learn(products.step(undisturbed, LOSS, scale), second);
        learn(products.step(resumed, LOSS, restored), second);
        assertArrayEquals(undisturbed.parameters(), resumed.parameters());
        assertArrayEquals(scale.state(), restored.state());
    }

    /** The mean of centred inputs says nothing of scaled ones, nor their size that of others. */
    @Test
    void inputsThatAreToBeSeenInAnotherWayAreMeasuredAnew() {
        float[][] rows = rows(0.5, 2 * BATCH);
        for (InputScaling before : List.of(InputScaling.CENTERED, InputScaling.SCALED)) {
            InputScaling now = before == InputScaling.SCALED ? InputScaling.CENTERED : InputScaling.SCALED;
            Encoder encoder = Encoder.seeded(ARCHITECTURE, 5);
            InputScale scale = InputScale.untrained(before, INPUTS);
            learn(products.step(encoder, LOSS, scale), rows);
            InputScale restored = InputScale.restore(now, INPUTS, scale.state());
            assertFalse(restored.isKnown());
            learn(products.step(encoder, LOSS, restored), rows);
            assertEquals(now == InputScaling.CENTERED, restored.isCentered());
            assertEquals(rows.length, restored.state()[1]);
        }
    }

    @Test
    void meanAndSizeAreThoseOfTheRows() {
        float[][] rows = rows(0.5, 400 * BATCH);
        InputScale scale = InputScale.untrained(InputScaling.CENTERED, INPUTS);
        learn(products.step(Encoder.seeded(ARCHITECTURE, 5), LOSS, scale), rows);
        float[] expected = stateOf(rows, true);
        float[] state = scale.state();
        assertEquals(rows.length, state[1]);
        for (int i = 0; i < state.length; i++) {
            assertEquals(i == 1 ? rows.length : expected[i], state[i], 0.02 * Math.abs(expected[i]), "number " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.8})
    void aFirstStepThatIsRefusedLeavesNoTrace(double zeros) {
        Encoder encoder = Encoder.seeded(ARCHITECTURE, 5);
        InputScale scale = InputScale.untrained(InputScaling.AUTO, INPUTS);
        GradientStep step = products.step(encoder, LOSS, scale);
        float[][] rows = rows(zeros, 4 * BATCH);
        step.clear();
        step.add(new Features.Dense(rows[0]), new Features.Dense(rows[1]), Label.SIMILAR, Float.MAX_VALUE);
        assertFalse(step.take(0.03f));
        assertArrayEquals(Encoder.seeded(ARCHITECTURE, 5).parameters(), encoder.parameters());
        assertArrayEquals(new float[2], scale.state());

        learn(step, rows);
        Encoder undisturbed = Encoder.seeded(ARCHITECTURE, 5);
        learn(products.step(undisturbed, LOSS, InputScale.untrained(InputScaling.AUTO, INPUTS)), rows);
        assertArrayEquals(undisturbed.parameters(), encoder.parameters());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.7})
    void anInputFarOutDoesNotSpoilWhatWasLearned(double zeros) {
        float[][] rows = rows(zeros, 200 * BATCH);
        Encoder encoder = Encoder.seeded(ARCHITECTURE, 5);
        InputScale scale = InputScale.untrained(InputScaling.AUTO, INPUTS);
        GradientStep step = products.step(encoder, LOSS, 1, scale);
        learn(step, rows);
        float[] before = encoder.embed(new Features.Dense(rows[0]));
        float square = scale.state()[0];

        float[] far = rows[1].clone();
        for (int j = 0; j < INPUTS; j++) {
            far[j] *= 1e4f;
        }
        step.clear();
        step.add(new Features.Dense(rows[0]), new Features.Dense(far), Label.SIMILAR, 1);
        assertTrue(step.take(0.03f));
        assertArrayEquals(before, encoder.embed(new Features.Dense(rows[0])), 0.1f);
        assertEquals(square, scale.state()[0], 0.05f * square);
    }

    @Test
    void rowsThatAreAllAlikeTeachNothingOfTheirScale() {
        Encoder encoder = Encoder.seeded(ARCHITECTURE, 5);
        InputScale scale = InputScale.untrained(InputScaling.CENTERED, INPUTS);
        GradientStep step = products.step(encoder, LOSS, scale);
        float[] row = rows(0, 1)[0];
        step.clear();
        step.add(new Features.Dense(row), new Features.Dense(row), Label.DISSIMILAR, 1);
        assertTrue(step.take(0.03f));
        assertFalse(scale.isKnown());
        assertArrayEquals(Encoder.seeded(ARCHITECTURE, 5).parameters(), encoder.parameters());
    }

    @Test
    void weightsThatWereTrainedWithoutAreNotFittedAgain() {
        float[][] rows = rows(0, 2 * BATCH);
        Encoder encoder = Encoder.seeded(ARCHITECTURE, 5);
        InputScale scale = InputScale.restore(InputScaling.AUTO, INPUTS, new float[0]);
        add(products.step(encoder, LOSS, scale), rows, 0);
        GradientStep step = products.step(encoder, LOSS, scale);
        add(step, rows, 0);
        assertTrue(step.take(1e-9f));
        assertTrue(scale.isKnown());
        assertArrayEquals(Encoder.seeded(ARCHITECTURE, 5).parameters(), encoder.parameters(), 1e-5f);
    }

    @Test
    void autoCentersDigitsButNotWhatIsNearlyAllZeros() {
        Digits digits = new Digits();
        assertTrue(isCentered(List.of(digits.sparse(0), digits.sparse(1), digits.dense(2), digits.dense(3)), 784));
        List<Features> words = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            words.add(new Features.Sparse(new int[] {i, 10 + i}, new float[] {1, 2}));
        }
        assertFalse(isCentered(words, 1000));
    }

    private boolean isCentered(List<Features> items, int inputs) {
        InputScale scale = InputScale.untrained(InputScaling.AUTO, inputs);
        GradientStep step =
                products.step(Encoder.seeded(Architecture.of(inputs + ",4,2", Activation.RELU), 1), LOSS, scale);
        for (int i = 0; i < items.size(); i += 2) {
            step.add(items.get(i), items.get(i + 1), Label.SIMILAR, 1);
        }
        assertTrue(step.take(0.01f));
        return scale.isCentered();
    }

    @Test
    void aStateOfOtherInputsIsRefused() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> InputScale.restore(InputScaling.AUTO, INPUTS, new float[5]));
        assertEquals("the state of the inputs must be 2 or 14 numbers, but was 5", refused.getMessage());
    }
}
