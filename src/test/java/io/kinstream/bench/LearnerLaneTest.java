package io.kinstream.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import org.junit.jupiter.api.Test;

class LearnerLaneTest {

    @Test
    void theProductsOfOneLayerAreForwardAndTheGradientOfBothTwins() {
        // 2 twins x (X W and X' dZ) x (3 inputs and the constant 1) x 5 outputs x (multiply and add)
        assertEquals(2 * 2 * 4 * 5 * 2, LearnerLane.flopsPerPair(Architecture.of("3,5", Activation.RELU)));
    }

    @Test
    void aFurtherLayerAlsoPassesItsForcesBack() {
        double first = 2 * 2 * 4 * 5 * 2;
        double second = 2 * 2 * 6 * 7 * 2;
        double back = 2 * 5 * 7 * 2;
        assertEquals(first + second + back, LearnerLane.flopsPerPair(Architecture.of("3,5,7", Activation.RELU)));
    }
}
