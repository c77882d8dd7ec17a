package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases so simple that the distance after each step can be written down. */
@ParameterizedClass
@EnumSource(Products.class)
class ClosedFormTest {
    private final Products products;

    ClosedFormTest(Products products) {
        this.products = products;
    }

    private static final Features A = Steps.oneHot(0);
    private static final Features B = Steps.oneHot(1);

    /** An encoder of one-hot inputs is a table of free points: each row of weights is one. */
    private static Encoder table(float distance) {
        return new Encoder(
                Architecture.of("2,2", Activation.RELU), new float[] {0.6f * distance, 0, 0, 0.8f * distance, 0, 0});
    }

    /** Both ends of the spring move by rate * D. */
    @ParameterizedTest
    @ValueSource(floats = {0.01f, 0.3f, 0.5f, 0.9f})
    void similarFreePointsCloseUpByTwiceTheRate(float rate) {
        Encoder encoder = table(2);
        double expected = 2;
        for (int t = 0; t < 20; t++) {
            assertEquals(
                    expected,
                    products.take(encoder, 1, rate, A, B, Label.SIMILAR).distance(0),
                    1e-6);
            expected *= Math.abs(1 - 2 * rate);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {0.01f, 0.3f, 0.5f})
    void dissimilarFreePointsApproachTheMarginByTwiceTheRate(float rate) {
        Encoder encoder = table(0.25f);
        double missing = 1.5 - 0.25;
        for (int t = 0; t < 20; t++) {
            assertEquals(
                    1.5 - missing,
                    products.take(encoder, 1.5f, rate, A, B, Label.DISSIMILAR).distance(0),
                    1e-6);
            missing *= 1 - 2 * rate;
        }
    }

    /** z = x W: the step changes the distance by rate * ||x1 - x2||^2; here 3^2 + 1^2 = 10. */
    @ParameterizedTest
    @ValueSource(floats = {0.01f, 0.1f, 0.15f})
    void aLinearMapShrinksBySquaredInputDistance(float rate) {
        Features x1 = Steps.dense(2, 1);
        Features x2 = Steps.dense(-1, 2);
        Encoder encoder =
                new Encoder(Architecture.of("2,2", Activation.RELU), new float[] {0.5f, 0.1f, -0.2f, 0.3f, 0, 0});
        double expected = Steps.distance(encoder, x1, x2);
        for (int t = 0; t < 20; t++) {
            assertEquals(
                    expected,
                    products.take(encoder, 1, rate, x1, x2, Label.SIMILAR).distance(0),
                    1e-6);
            expected *= Math.abs(1 - rate * 10);
        }
    }

    @Test
    void aLinearMapReachesTheMarginGeometrically() {
        Features x1 = Steps.dense(2, 1);
        Features x2 = Steps.dense(-1, 2);
        Encoder encoder =
                new Encoder(Architecture.of("2,2", Activation.RELU), new float[] {0.1f, 0.1f, -0.2f, 0.3f, 0, 0});
        double missing = 2 - Steps.distance(encoder, x1, x2);
        for (int t = 0; t < 20; t++) {
            assertEquals(
                    2 - missing,
                    products.take(encoder, 2, 0.03f, x1, x2, Label.DISSIMILAR).distance(0),
                    1e-5);
            missing *= 1 - 0.03 * 10;
        }
    }
}
