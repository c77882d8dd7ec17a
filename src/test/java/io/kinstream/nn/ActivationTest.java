package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class ActivationTest {

    @Test
    void aRectifiedUnitLetsTheWholeGradientThroughOrNothing() {
        float[] units = {-1, -0f, 0, Float.MIN_VALUE, 1e-30f, 0.5f, Float.MAX_VALUE};
        float[] gradient = {3, 3, 3, 3, -3, 3, 3};
        Activation.RELU.apply(units, units.length);
        Activation.RELU.backward(units, gradient, units.length);
        assertArrayEquals(new float[] {0, 0, 0, 3, -3, 3, 3}, gradient);
    }
}
