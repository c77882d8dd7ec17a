package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SparseLayerStepTest {
    private static final int INPUTS = 1000;
    private static final int OUTPUTS = 300;
    private static final int ROWS = 12;

    private final SplittableRandom random = new SplittableRandom(1);

    private float[] numbers(int count, double share) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextDouble() < share ? (float) random.nextDouble() - 0.5f : 0;
        }
        return numbers;
    }

    private Encoder encoder() {
        return Encoder.seeded(Architecture.of(INPUTS + "," + OUTPUTS, Activation.RELU), 1);
    }

    /** More inputs are touched than rows of weights are copied at once; a dense layer, too, makes its gradient in parts. */
    @Test
    void manyInputsAreLearnedAsByADenseLayer() {
        Encoder sparseEncoder = encoder();
        Encoder denseEncoder = encoder();
        SparseLayerStep sparse = new SparseLayerStep(sparseEncoder);
        DenseLayerStep dense = new DenseLayerStep(denseEncoder, 0, BlasKernel.get());
        for (int time = 0; time < 3; time++) {
            float[] matrix = new float[(ROWS + 1) * (INPUTS + 1)];
            Features[] features = new Features[ROWS];
            for (int row = 0; row < ROWS; row++) {
                features[row] = new Features.Dense(numbers(INPUTS, 0.1));
                features[row].writeTo(matrix, row * (INPUTS + 1), INPUTS);
                matrix[row * (INPUTS + 1) + INPUTS] = 1f;
            }
            NonZeros nonZeros = new NonZeros();
            nonZeros.set(features, ROWS, INPUTS, Integer.MAX_VALUE);
            sparse.forward(nonZeros);
            dense.forward(matrix, ROWS);
            for (int row = 0; row < ROWS; row++) {
                assertArrayEquals(unitsOf(dense, row), unitsOf(sparse, row), 1e-5f);
                float[] forces = numbers(OUTPUTS, 1);
                System.arraycopy(forces, 0, sparse.zGradient, sparse.at(row), OUTPUTS);
                System.arraycopy(forces, 0, dense.zGradient, dense.at(row), OUTPUTS);
            }
            double squares = dense.descend(0.01f, 0.02f);
            assertEquals(squares, sparse.descend(0.01f, 0.02f), 1e-5 * squares);
            assertArrayEquals(denseEncoder.parameters(), sparseEncoder.parameters(), 1e-5f);
        }
    }

    private static float[] unitsOf(LayerStep layer, int row) {
        return Arrays.copyOfRange(layer.z, layer.at(row), layer.at(row) + OUTPUTS);
    }
}
