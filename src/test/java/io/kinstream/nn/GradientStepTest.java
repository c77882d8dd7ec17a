package io.kinstream.nn;

import static io.kinstream.nn.Steps.dense;
import static io.kinstream.nn.Steps.distance;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Products.class)
class GradientStepTest {
    private final Products products;

    GradientStepTest(Products products) {
        this.products = products;
    }

    private static final Architecture ARCHITECTURE = Architecture.of("6,5,4,3", Activation.TANH);
    private final Random random = new Random(11);
    private final Encoder encoder = Encoder.seeded(ARCHITECTURE, 2);
    private final Features x1 = features();
    private final Features x2 = features();
    private float[] before;

    @BeforeEach
    void keep() {
        before = encoder.parameters().clone();
    }

    private Features features() {
        float[] values = new float[6];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return new Features.Dense(values);
    }

    private Encoder copy() {
        return new Encoder(ARCHITECTURE, before.clone());
    }

    @Test
    void similarPairsArePulledTogether() {
        GradientStep step = products.take(encoder, 1, 0.1f, x1, x2, Label.SIMILAR);
        assertTrue(distance(encoder, x1, x2) < step.distance(0));
    }

    @Test
    void dissimilarPairsArePushedApart() {
        GradientStep step = products.take(encoder, 1, 0.1f, x1, x2, Label.DISSIMILAR);
        assertTrue(distance(encoder, x1, x2) > step.distance(0));
    }

    @Test
    void scoresAreFromBeforeTheStepAndThoseOfTheEmbeddings() {
        float distance = distance(encoder, x1, x2);
        GradientStep step = products.take(encoder, 1, 0.1f, x1, x2, Label.SIMILAR);
        assertEquals(distance, step.distance(0), 1e-6f);
        assertEquals(0.5f * step.distance(0) * step.distance(0), step.loss(0));
    }

    @Test
    void aDissimilarPairBeyondTheMarginChangesNoWeight() {
        float margin = 0.999f * distance(encoder, x1, x2);
        GradientStep step = products.take(encoder, margin, 0.1f, x1, x2, Label.DISSIMILAR);
        assertArrayEquals(before, encoder.parameters());
        assertEquals(0, step.gradientNorm());
        assertEquals(0, step.loss(0));
    }

    @ParameterizedTest
    @EnumSource(Label.class)
    void theOrderOfATwoTwinsDoesNotMatter(Label label) {
        Encoder other = copy();
        GradientStep step = products.take(encoder, 1, 0.1f, x1, x2, label);
        GradientStep swapped = products.take(other, 1, 0.1f, x2, x1, label);
        assertEquals(step.loss(0), swapped.loss(0), 1e-7f);
        assertTrue(step.loss(0) >= 0);
        assertArrayEquals(encoder.parameters(), other.parameters(), 1e-7f);
    }

    /** Both twins are one encoder: whatever moves one embedding moves the other alike. */
    @ParameterizedTest
    @EnumSource(Label.class)
    void equalInputsChangeNoWeightUnderEitherLabel(Label label) {
        GradientStep step = products.take(encoder, 2, 0.1f, x1, x1, label);
        assertArrayEquals(before, encoder.parameters(), 1e-6f);
        assertEquals(0, step.distance(0), 1e-6f);
        assertEquals(label == Label.SIMILAR ? 0 : 2, step.loss(0), 1e-5f); // 1/2 m^2
    }

    @Test
    void aMapThatSendsAllToOnePointCostsHalfTheSquareOfTheMargin() {
        Encoder constant = new Encoder(ARCHITECTURE, new float[ARCHITECTURE.parameterCount()]);
        GradientStep step = products.take(constant, 3, 0.1f, x1, x2, Label.DISSIMILAR);
        assertEquals(4.5f, step.loss(0));
        assertEquals(0, step.gradientNorm());
    }

    @Test
    void theBiasOfTheOutputNeverMoves() {
        GradientStep step = products.step(encoder, ContrastiveLoss.drlim(1));
        for (int i = 0; i < 200; i++) {
            step.clear();
            for (int pair = 0; pair < 3; pair++) {
                step.add(features(), features(), pair % 2 == 0 ? Label.SIMILAR : Label.DISSIMILAR, 1);
            }
            assertTrue(step.take(0.1f));
        }
        int count = before.length;
        float[] bias = Arrays.copyOfRange(encoder.parameters(), count - 3, count);
        assertArrayEquals(new float[3], bias, 1e-6f);
        assertNotEquals(before[0], encoder.parameters()[0]);
    }

    @ParameterizedTest
    @EnumSource(Label.class)
    void shiftingAllOutputsChangesNothingElse(Label label) {
        Encoder shifted = copy();
        for (int i = before.length - 3; i < before.length; i++) {
            shifted.parameters()[i] = 0.75f;
        }
        GradientStep step = products.take(encoder, 1, 0.1f, x1, x2, label);
        GradientStep same = products.take(shifted, 1, 0.1f, x1, x2, label);
        assertEquals(step.loss(0), same.loss(0), 1e-6);
        int unshifted = before.length - 3;
        assertArrayEquals(
                Arrays.copyOf(encoder.parameters(), unshifted), Arrays.copyOf(shifted.parameters(), unshifted), 1e-6f);
    }

    @ParameterizedTest
    @EnumSource(Label.class)
    void scalingOutputsAndMarginScalesTheLossByTheSquare(Label label) {
        Encoder scaled = copy();
        for (int i = before.length - 5 * 3; i < before.length; i++) {
            scaled.parameters()[i] *= 4;
        }
        GradientStep step = products.take(encoder, 1, 0.1f, x1, x2, label);
        GradientStep larger = products.take(scaled, 4, 0.1f, x1, x2, label);
        assertEquals(16 * step.loss(0), larger.loss(0), 1e-6);
        assertEquals(4 * step.distance(0), larger.distance(0), 1e-6);
    }

    @Test
    void theGradientOfABatchIsTheSumOfItsPairs() {
        Features[] items = IntStream.range(0, 14).mapToObj(i -> features()).toArray(Features[]::new);
        GradientStep batch = products.step(encoder, ContrastiveLoss.drlim(1));
        double[] sum = new double[before.length];
        for (int i = 0; i < 14; i += 2) {
            Label label = i % 4 == 0 ? Label.SIMILAR : Label.DISSIMILAR;
            batch.add(items[i], items[i + 1], label, 1);
            float[] single = gradient(items[i], items[i + 1], label, 1);
            for (int k = 0; k < sum.length; k++) {
                sum[k] += single[k];
            }
        }
        assertTrue(batch.take(1));
        double squares = 0;
        for (int k = 0; k < sum.length; k++) {
            assertEquals(sum[k], (double) before[k] - encoder.parameters()[k], 1e-6);
            squares += sum[k] * sum[k];
        }
        assertEquals(Math.sqrt(squares), batch.gradientNorm(), 1e-5);
    }

    @Test
    void aPairOfWeightTwoPullsTwiceAndScoresOnce() {
        float[] once = gradient(x1, x2, Label.SIMILAR, 1);
        float[] twice = gradient(x1, x2, Label.SIMILAR, 2);
        for (int k = 0; k < once.length; k++) {
            assertEquals(2 * once[k], twice[k], 1e-6);
        }
        GradientStep step = products.step(encoder, ContrastiveLoss.drlim(1));
        step.add(x1, x2, Label.SIMILAR, 2);
        step.take(0.1f);
        assertEquals(0.5f * step.distance(0) * step.distance(0), step.loss(0));
    }

    private float[] gradient(Features left, Features right, Label label, float weight) {
        Encoder fresh = copy();
        GradientStep step = products.step(fresh, ContrastiveLoss.drlim(1));
        step.add(left, right, label, weight);
        assertTrue(step.take(1));
        float[] gradient = new float[before.length];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = before[i] - fresh.parameters()[i];
        }
        return gradient;
    }

    @Test
    void aBatchOfNoPairsChangesNothing() {
        GradientStep step = products.take(encoder, 1, 0.1f, x1, x2, Label.SIMILAR);
        step.clear();
        float[] weights = encoder.parameters().clone();
        assertTrue(step.take(0.1f));
        assertArrayEquals(weights, encoder.parameters());
        assertEquals(0, step.gradientNorm());
    }

    @Test
    void aBatchMayMixDenseAndSparse() {
        Encoder other = copy();
        GradientStep mixed = products.step(encoder, ContrastiveLoss.drlim(1));
        GradientStep densely = products.step(other, ContrastiveLoss.drlim(1));
        Features.Sparse sparse = new Features.Sparse(new int[] {1, 4}, new float[] {0.5f, -2});
        Features.Dense same = dense(0, 0.5f, 0, 0, -2, 0);
        mixed.add(x1, sparse, Label.SIMILAR, 1);
        mixed.add(sparse, x2, Label.DISSIMILAR, 1);
        densely.add(x1, same, Label.SIMILAR, 1);
        densely.add(same, x2, Label.DISSIMILAR, 1);
        assertTrue(mixed.take(0.1f) && densely.take(0.1f));
        assertArrayEquals(other.parameters(), encoder.parameters());
    }

    @Test
    void aSparsePairChangesOnlyTheFirstWeightsItTouches() {
        products.take(encoder, 1, 0.1f, Steps.oneHot(2), Steps.oneHot(4), Label.DISSIMILAR);
        for (int input = 0; input < 6; input++) {
            boolean touched = input == 2 || input == 4;
            for (int k = input * 5; k < (input + 1) * 5; k++) {
                assertEquals(touched, before[k] != encoder.parameters()[k], "weight " + k);
            }
        }
    }

    @Test
    void hugeInputsAreRefusedAndChangeNoWeight() {
        Encoder linear = Encoder.seeded(Architecture.of("6,2", Activation.RELU), 1);
        float[] weights = linear.parameters().clone();
        GradientStep step = products.step(linear, ContrastiveLoss.drlim(1));
        step.add(x1, x2, Label.SIMILAR, 1);
        step.add(x1, dense(3e38f, -3e38f, 3e38f, 3e38f, 3e38f, 3e38f), Label.SIMILAR, 1);
        assertFalse(step.take(0.1f));
        assertArrayEquals(weights, linear.parameters());
    }

    /** inf - inf in a hidden unit is NaN, which max(0, x) written as a comparison would turn into a harmless 0. */
    @Test
    void aHiddenUnitThatIsNotANumberIsNotTakenForZero() {
        Architecture architecture = Architecture.of("2,1,1", Activation.RELU);
        Encoder steep = new Encoder(architecture, new float[] {100, -100, 0, 1, 0});
        GradientStep step = products.step(steep, ContrastiveLoss.drlim(1));
        step.add(dense(3e38f, 3e38f), dense(0, 0), Label.SIMILAR, 1);
        assertFalse(step.take(0.1f));
        assertArrayEquals(new float[] {100, -100, 0, 1, 0}, steep.parameters());
    }

    /** D = 3e19 and with it the gradient are within the range of a float, 1/2 D^2 is not. */
    @Test
    void aLossBeyondTheRangeOfAFloatIsRefused() {
        Encoder steep = new Encoder(Architecture.of("2,1", Activation.RELU), new float[] {3e19f, 0, 0});
        GradientStep step = products.step(steep, ContrastiveLoss.drlim(1));
        step.add(dense(1, 0), dense(0, 1), Label.SIMILAR, 1);
        assertFalse(step.take(0.1f));
        assertArrayEquals(new float[] {3e19f, 0, 0}, steep.parameters());
    }

    @Test
    void aStepThatEndsInInfinityIsRefusedAndChangesNoWeight() {
        GradientStep step = products.step(encoder, ContrastiveLoss.drlim(1));
        step.add(dense(1e3f, 0, 0, 0, 0, 0), dense(0, 1e3f, 0, 0, 0, 0), Label.SIMILAR, 1e3f);
        assertFalse(step.take(Float.MAX_VALUE));
        assertArrayEquals(before, encoder.parameters());
        assertEquals(0, step.gradientNorm());
        assertTrue(step.take(1e-9f), "the gradient itself was finite");
    }

    @Test
    void aStepFarBeyondAllWeightsIsRefusedBeforeItCanEndInInfinity() {
        Encoder linear = new Encoder(Architecture.of("2,1", Activation.RELU), new float[] {1e-5f, 0, 0});
        GradientStep step = products.step(linear, ContrastiveLoss.drlim(1));
        step.add(dense(1e15f, 0), dense(0, 0), Label.SIMILAR, 1);
        assertFalse(step.take(1)); // D = 1e10, a gradient of 1e25
        assertArrayEquals(new float[] {1e-5f, 0, 0}, linear.parameters());
        step.clear();
        step.add(dense(1e15f, 0), dense(0, 0), Label.DISSIMILAR, 1);
        assertTrue(step.take(1));
    }

    /** What is beyond the margin has no gradient, however large its inputs are. */
    @Test
    void noForceIsNoReasonToRefuse() {
        Encoder linear = new Encoder(Architecture.of("2,1", Activation.RELU), new float[] {1, 0, 0});
        GradientStep step = products.step(linear, ContrastiveLoss.drlim(1));
        step.add(dense(1e30f, 0), dense(0, 3e38f), Label.DISSIMILAR, 1);
        assertTrue(step.take(1));
        assertArrayEquals(new float[] {1, 0, 0}, linear.parameters());
        assertEquals(0, step.gradientNorm());
    }

    /** A number times a rate may be infinite, and that times no force is not a number. */
    @ParameterizedTest
    @ValueSource(floats = {1e30f, 3e38f})
    void noForceMovesNothingWhateverItMeets(float far) {
        Encoder linear = new Encoder(Architecture.of("9,1", Activation.RELU), new float[10]);
        linear.parameters()[0] = 1;
        GradientStep step = products.step(linear, ContrastiveLoss.drlim(1));
        step.add(new Features.Sparse(new int[] {0}, new float[] {far}), Steps.oneHot(1), Label.DISSIMILAR, 1);
        assertTrue(step.take(1e3f));
        assertArrayEquals(new float[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0}, linear.parameters());
        assertEquals(0, step.gradientNorm());
    }

    @Test
    void featuresThatDoNotFitAreRefused() {
        GradientStep step = products.step(encoder, ContrastiveLoss.drlim(1));
        assertThrows(IllegalArgumentException.class, () -> step.add(x1, dense(1), Label.SIMILAR, 1));
        step.clear();
        step.add(x1, x2, Label.SIMILAR, 1);
        assertTrue(step.take(0.1f));
        assertTrue(distance(encoder, x1, x2) < step.distance(0));
    }
}
