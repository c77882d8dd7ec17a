package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layer that leaves inputs out, beside one that takes all. */
class SparseLayerStepTest {
    private static final int INPUTS = 1000;
    private static final int OUTPUTS = 300;
    private static final int PARAMETERS = (INPUTS + 1) * OUTPUTS;
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

    /** In a column there are none, one, two or several numbers; a dense layer makes its gradient in parts. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyInputsWithFewNumbersAreLearnedAsByADenseLayer(boolean centered) {
        Encoder encoder = encoder();
        Encoder denseEncoder = encoder();
        SparseLayerStep layer = new SparseLayerStep(encoder);
        DenseLayerStep dense = new DenseLayerStep(denseEncoder, 0, BlasKernel.get());
        InputScale scale = InputScale.untrained(InputScaling.CENTERED, INPUTS);
        for (int time = 0; time < 3; time++) {
            Features[] features = new Features[ROWS];
            for (int row = 0; row < ROWS; row++) {
                features[row] = new Features.Dense(numbers(INPUTS, 0.1));
            }
            float[] matrix = matrix(features);
            NonZeros nonZeros = new NonZeros();
            nonZeros.set(features, ROWS, INPUTS, Integer.MAX_VALUE);
            layer.forward(nonZeros);
            dense.forward(matrix, ROWS);
            for (int row = 0; row < ROWS; row++) {
                assertArrayEquals(unitsOf(dense, row), unitsOf(layer, row), 1e-5f);
                float[] forces = numbers(OUTPUTS, 1);
                System.arraycopy(forces, 0, layer.zGradient, layer.at(row), OUTPUTS);
                System.arraycopy(forces, 0, dense.zGradient, dense.at(row), OUTPUTS);
            }
            if (centered) {
                if (!scale.isKnown()) {
                    scale.begin(features, ROWS, new Encoder(encoder.architecture(), new float[PARAMETERS]));
                }
                scale.measure(nonZeros);
                layer.center(scale);
            }
            float inputSquares = layer.inputSquares();
            if (centered) {
                scale.measure(matrix, ROWS); // and centers it
            }
            assertEquals(dense.inputSquares(), inputSquares, 1e-4 * dense.inputSquares());
            double squares = dense.descend(0.01f, 0.02f);
            assertEquals(squares, layer.descend(0.01f, 0.02f), 1e-4 * squares);
            assertArrayEquals(denseEncoder.parameters(), encoder.parameters(), 1e-5f);
        }
    }

    private static float[] matrix(Features[] features) {
        float[] matrix = new float[(ROWS + 1) * (INPUTS + 1)];
        for (int row = 0; row < ROWS; row++) {
            features[row].writeTo(matrix, row * (INPUTS + 1), INPUTS);
            matrix[row * (INPUTS + 1) + INPUTS] = 1f;
        }
        return matrix;
    }

    private static float[] unitsOf(LayerStep layer, int row) {
        return Arrays.copyOfRange(layer.z, layer.at(row), layer.at(row) + OUTPUTS);
    }
}
