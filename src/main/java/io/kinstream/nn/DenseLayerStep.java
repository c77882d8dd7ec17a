package io.kinstream.nn;

import dev.ludovic.netlib.blas.BLAS;

/**
 * A layer whose products are those of a BLAS.
 *
 * <p>BLAS is column-major, so to it each of the matrices here, all row-major, is its transpose: it is asked for Z' = W'
 * X' and so on. It reads and changes the weights where the encoder keeps them.
 */
final class DenseLayerStep extends MatrixLayerStep {
    /** Numbers of dL/dW that are made at once: they are used while they are in a cache near the core. */
    private static final int AT_ONCE = 12_288;

    private final BLAS blas;
    private final int atOnce; // rows of dL/dW
    private final float[] gradient;

    DenseLayerStep(Encoder encoder, int layer, BLAS blas) {
        super(encoder, layer);
        this.blas = blas;
        atOnce = Math.min(width, Math.max(1, AT_ONCE / outputs));
        gradient = new float[atOnce * outputs];
    }

    @Override
    void multiply() {
        blas.sgemm("N", "N", outputs, rows, width, 1, parameters, offset, outputs, x, 0, width, 0, z, 0, outputs + 1);
    }

    @Override
    void backwardInto(LayerStep before) {
        float[] to = before.zGradient;
        blas.sgemm(
                "T",
                "N",
                inputs,
                rows,
                outputs,
                1,
                parameters,
                offset,
                outputs,
                zGradient,
                0,
                outputs + 1,
                0,
                to,
                0,
                width);
    }

    @Override
    double descend(float rate, float biasRate) {
        double squares = 0;
        for (int first = 0; first < width; first += atOnce) {
            int count = Math.min(atOnce, width - first);
            multiplyBack(first, count);
            int ofInputs = Math.min(count, inputs - first) * outputs;
            int ofBiases = count * outputs - ofInputs; // 0, except at the end
            blas.saxpy(ofInputs, -rate, gradient, 0, 1, parameters, offset + first * outputs, 1);
            blas.saxpy(ofBiases, -biasRate, gradient, ofInputs, 1, parameters, offset + inputs * outputs, 1);
            squares += squares(gradient, count * outputs);
        }
        return squares;
    }

    /** These rows of dL/dW. */
    private void multiplyBack(int first, int count) {
        float[] forces = zGradient;
        blas.sgemm("N", "T", outputs, count, rows, 1, forces, 0, outputs + 1, x, first, width, 0, gradient, 0, outputs);
    }

    @Override
    float squares(float[] numbers, int count) {
        return blas.sdot(count, numbers, 0, 1, numbers, 0, 1);
    }
}
