package io.kinstream.nn;

import dev.ludovic.netlib.blas.BLAS;
import java.util.Arrays;

/**
 * The first layer by a BLAS, made smaller: for inputs whose zeros are at the same places again and again, such as the
 * margins of pictures.
 *
 * <p>The rows of W that have a share in Z are copied side by side, some at once, and multiplied as if there were no others.
 */
final class CompactLayerStep extends TouchedLayerStep {
    /** Numbers of W that are copied at once: a quarter of a megabyte. */
    private static final int COPIED_AT_ONCE = 1 << 16;

    private final BLAS blas;
    private final float[] weights; // some rows of W
    private final float[] gradient; // some rows of dL/dW
    private float[] matrix = {}; // [rows x touched columns of X]
    private float[] means = {}; // of the touched inputs

    CompactLayerStep(Encoder encoder, Touched touched, BLAS blas) {
        super(encoder, touched);
        this.blas = blas;
        weights = new float[atOnce(COPIED_AT_ONCE) * outputs];
        gradient = new float[atOnce(DenseLayerStep.AT_ONCE) * outputs];
    }

    /** How many rows of W these numbers are. */
    private int atOnce(int numbers) {
        return Math.min(inputs + 1, Math.max(1, numbers / outputs));
    }

    @Override
    void multiply() {
        writeOut();
        int columns = touched.count();
        int atOnce = weights.length / outputs;
        for (int first = 0; first < columns; first += atOnce) {
            int count = Math.min(atOnce, columns - first);
            copyWeights(first, first + count);
            int sum = first == 0 ? 0 : 1;
            blas.sgemm(
                    "N",
                    "N",
                    outputs,
                    rows,
                    count,
                    1,
                    weights,
                    0,
                    outputs,
                    matrix,
                    first,
                    columns,
                    sum,
                    z,
                    0,
                    outputs + 1);
        }
    }

    private void writeOut() {
        int columns = touched.count();
        matrix = atLeast((rows + 1) * columns, matrix); // see LayerStep.reserve
        Arrays.fill(matrix, 0, rows * columns, 0f);
        for (int row = 0; row < rows; row++) {
            for (int k = x.start(row); k < x.start(row + 1); k++) {
                matrix[row * columns + touched.slots()[k]] = x.values()[k];
            }
        }
    }

    private void copyWeights(int first, int end) {
        for (int slot = first; slot < end; ) {
            int run = run(slot, end);
            System.arraycopy(parameters, weightsAt(slot), weights, (slot - first) * outputs, run * outputs);
            slot += run;
        }
    }

    /** How many columns from this slot on, at most to the end, are side by side in W, too. */
    private int run(int slot, int end) {
        int next = slot + 1;
        while (next < end && touched.column(next) == touched.column(next - 1) + 1) {
            next++;
        }
        return next - slot;
    }

    @Override
    void centerMatrix() {
        int columns = touched.count();
        means = atLeast(columns, means);
        for (int slot = 0; slot < columns - 1; slot++) {
            means[slot] = scale.mean(touched.column(slot));
        }
        for (int row = 0; row < rows; row++) {
            int at = row * columns;
            for (int slot = 0; slot < columns - 1; slot++) {
                matrix[at + slot] -= means[slot];
            }
            matrix[at + columns - 1] = x.values()[x.start(row)];
        }
    }

    @Override
    double descend(float rate, float biasRate) {
        double squares = descendUntouched(rate);
        int biases = touched.count() - 1; // their slot is the last
        int atOnce = gradient.length / outputs;
        for (int first = 0; first < biases; first += atOnce) {
            int end = Math.min(first + atOnce, biases);
            multiplyBack(first, end);
            subtract(first, end, rate);
            squares += squares(gradient, (end - first) * outputs);
        }
        multiplyBack(biases, biases + 1);
        subtract(biases, biases + 1, biasRate);
        return squares + squares(gradient, outputs);
    }

    /** The rows of dL/dW of these slots. */
    private void multiplyBack(int first, int end) {
        float[] forces = zGradient;
        blas.sgemm(
                "N",
                "T",
                outputs,
                end - first,
                rows,
                1,
                forces,
                0,
                outputs + 1,
                matrix,
                first,
                touched.count(),
                0,
                gradient,
                0,
                outputs);
    }

    private void subtract(int first, int end, float rate) {
        for (int slot = first; slot < end; ) {
            int run = run(slot, end);
            blas.saxpy(run * outputs, -rate, gradient, (slot - first) * outputs, 1, parameters, weightsAt(slot), 1);
            slot += run;
        }
    }

    @Override
    float squares(float[] numbers, int count) {
        return blas.sdot(count, numbers, 0, 1, numbers, 0, 1);
    }
}
