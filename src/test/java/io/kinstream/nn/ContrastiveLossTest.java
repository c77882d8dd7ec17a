package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kinstream.testing.Golden;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContrastiveLossTest {
    /** Each pair as 1/2 of what the test of TensorFlow Addons expects, which leaves the 1/2 out. */
    @Test
    void lossesAreThoseOfTensorFlowAddons() {
        JsonNode golden = Golden.set("tfa_contrastive_test");
        float[] distances = Golden.floats(golden.get("D"));
        double[] expected = Golden.numbers(golden.get("none"));
        double[] weights = Golden.numbers(golden.get("weights"));
        double[] sums = new double[3];
        for (int i = 0; i < distances.length; i++) {
            Label label = golden.get("y").get(i).intValue() == 1 ? Label.SIMILAR : Label.DISSIMILAR;
            double loss = 2 * ContrastiveLoss.drlim(1).of(label).loss(distances[i]);
            assertEquals(expected[i], loss, 1e-6);
            sums[0] += loss;
            sums[1] += 2 * ContrastiveLoss.drlim(2).of(label).loss(distances[i]);
            sums[2] += weights[i] * loss;
        }
        assertEquals(6, distances.length);
        assertEquals(golden.get("sum_m1").doubleValue(), sums[0], 1e-6);
        assertEquals(golden.get("mean_m1").doubleValue(), sums[0] / 6, 1e-6);
        assertEquals(golden.get("mean_m2").doubleValue(), sums[1] / 6, 1e-6);
        assertEquals(golden.get("weighted").doubleValue(), sums[2] / 6, 1e-6);
    }

    @Test
    void lossesAreThoseOfChainersManual() {
        JsonNode golden = Golden.set("chainer_doc");
        for (float margin : new float[] {1, 3}) {
            double sum = 0;
            for (int i = 0; i < 2; i++) {
                double[] left = Golden.numbers(golden.get("x0").get(i));
                double[] right = Golden.numbers(golden.get("x1").get(i));
                float distance = (float)
                        Math.sqrt(square(left[0] - right[0]) + square(left[1] - right[1]) + square(left[2] - right[2]));
                Label label = golden.get("y").get(i).intValue() == 1 ? Label.SIMILAR : Label.DISSIMILAR;
                float loss = ContrastiveLoss.drlim(margin).of(label).loss(distance);
                sum += loss;
                if (margin == 1) {
                    assertEquals(golden.get("no").get(i).doubleValue(), loss, 1e-6);
                }
            }
            assertEquals(golden.get("m" + (int) margin).doubleValue(), sum / 2, 1e-6);
        }
    }

    private static double square(double x) {
        return x * x;
    }

    /** Each form from its formula in double precision, with s = 0.5 and m = 2.5; at the corners of the linear form 0. */
    @ParameterizedTest
    @ValueSource(floats = {0, 0.01f, 0.49f, 0.51f, 1.3f, 2.49f, 2.51f, 7})
    void slopeIsTheDerivativeOfTheLoss(float distance) {
        check(
                LossForm.DRLIM,
                0.5f,
                d -> square(Math.max(0, d - 0.5)) / 2,
                d -> square(Math.max(0, 2.5 - d)) / 2,
                distance);
        check(LossForm.LINEAR, 0.5f, d -> Math.max(0, d - 0.5), d -> Math.max(0, 2.5 - d), distance);
        check(LossForm.EXPONENTIAL, 0, d -> 2 / 2.5 * d * d, d -> 5 * Math.exp(-2.77 / 2.5 * d), distance);
    }

    private static void check(
            LossForm form,
            float similarMargin,
            DoubleUnaryOperator similar,
            DoubleUnaryOperator dissimilar,
            float distance) {
        ContrastiveLoss loss = new ContrastiveLoss(form, Distance.EUCLIDEAN, similarMargin, 2.5f);
        check(loss.of(Label.SIMILAR), similar, distance);
        check(loss.of(Label.DISSIMILAR), dissimilar, distance);
    }

    private static void check(DistanceLoss part, DoubleUnaryOperator formula, float distance) {
        double loss = formula.applyAsDouble(distance);
        assertEquals(loss, part.loss(distance), 1e-6 * Math.max(1, loss));
        double step = 1e-6;
        double slope = (formula.applyAsDouble(distance + step) - formula.applyAsDouble(distance - step)) / (2 * step);
        assertEquals(slope, part.slope(distance), 1e-6 * Math.max(1, Math.abs(slope)));
    }

    @Test
    void atItsCornersTheLinearFormLeavesAPairAlone() {
        ContrastiveLoss loss = new ContrastiveLoss(LossForm.LINEAR, Distance.EUCLIDEAN, 0.5f, 1);
        assertEquals(0, loss.of(Label.SIMILAR).slope(0.5f));
        assertEquals(1, loss.of(Label.SIMILAR).slope(Math.nextUp(0.5f)));
        assertEquals(0, loss.of(Label.DISSIMILAR).slope(1));
        assertEquals(-1, loss.of(Label.DISSIMILAR).slope(Math.nextDown(1f)));
    }

    /** 2Q exp(-2.77) is 1/16 of 2Q to three digits, and still pushes. */
    @Test
    void theExponentialFormNeverLeavesAPairAlone() {
        DistanceLoss repulsion =
                new ContrastiveLoss(LossForm.EXPONENTIAL, Distance.MANHATTAN, 0, 3).of(Label.DISSIMILAR);
        assertEquals(6, repulsion.loss(0));
        assertEquals(6 / 16.0, repulsion.loss(3), 1e-3);
        assertTrue(repulsion.slope(12) < 0);
    }

    @Test
    void repulsionFadesOutAtTheMarginWithoutAJump() {
        DistanceLoss repulsion = ContrastiveLoss.drlim(1).of(Label.DISSIMILAR);
        assertEquals(0, repulsion.slope(1), 0);
        assertEquals(0, repulsion.slope(Math.nextDown(1f)), 1e-7);
        assertEquals(0, repulsion.loss(Math.nextUp(1f)), 0);
    }

    @ParameterizedTest
    @CsvSource({"0.3, 2", "1.7, 0.25", "5, 10"})
    void scalingDistancesAndMarginScalesTheLossByTheSquare(float distance, float scale) {
        for (Label label : Label.values()) {
            float loss = ContrastiveLoss.drlim(2).of(label).loss(distance);
            float scaled = ContrastiveLoss.drlim(2 * scale).of(label).loss(distance * scale);
            assertEquals(loss * scale * scale, scaled, 1e-5 * scaled);
            assertTrue(loss >= 0);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
    void marginMustBePositiveAndFinite(float margin) {
        Exception refusal = assertThrows(IllegalArgumentException.class, () -> ContrastiveLoss.drlim(margin));
        assertEquals("margin must be > 0 and finite, but was " + margin, refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(floats = {-0.1f, 2, 3, Float.NaN})
    void theMarginOfSimilarPairsMustBeBelowTheOther(float similarMargin) {
        Exception refusal = assertThrows(
                IllegalArgumentException.class,
                () -> new ContrastiveLoss(LossForm.DRLIM, Distance.EUCLIDEAN, similarMargin, 2));
        assertEquals(
                "similar margin must be >= 0 and below the margin, 2.0, but was " + similarMargin,
                refusal.getMessage());
    }

    @Test
    void theExponentialFormHasNoMarginOfSimilarPairs() {
        Exception refusal = assertThrows(
                IllegalArgumentException.class,
                () -> new ContrastiveLoss(LossForm.EXPONENTIAL, Distance.MANHATTAN, 0.5f, 2));
        assertEquals("similar margin must be 0 with the form exponential, but was 0.5", refusal.getMessage());
    }

    @Test
    void aWordNamesAForm() {
        for (LossForm form : LossForm.values()) {
            assertEquals(form, LossForm.of(form.word()));
        }
        Exception refusal = assertThrows(IllegalArgumentException.class, () -> LossForm.of("triplet"));
        assertEquals("loss must be one of drlim, linear, exponential, but was triplet", refusal.getMessage());
    }
}
