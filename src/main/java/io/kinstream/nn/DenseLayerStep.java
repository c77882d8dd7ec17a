package io.kinstream.nn;

import dev.ludovic.netlib.blas.BLAS;

/**
 * A layer whose products are those of a BLAS.
 *
 * <p>BLAS is column-major, so to it each of the matrices here, all row-major, is its transpose: it is asked for Z' = W'
 * X' and so on. It reads and changes the weights where the encoder keeps them.
 */
final class DenseLayerStep extends MatrixLayerStep {
    private final BLAS blas;
    private float[] gradient = {}; // like W

    DenseLayerStep(Encoder encoder, int layer, BLAS blas) {
        super(encoder, layer);
        this.blas = blas;
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
        int count = width * outputs;
        gradient = atLeast(count, gradient);
        blas.sgemm("N", "T", outputs, width, rows, 1, zGradient, 0, outputs + 1, x, 0, width, 0, gradient, 0, outputs);
        if (rate == biasRate) {
            blas.saxpy(count, -rate, gradient, 0, 1, parameters, offset, 1);
        } else {
            int biases = inputs * outputs;
            blas.saxpy(biases, -rate, gradient, 0, 1, parameters, offset, 1);
            blas.saxpy(outputs, -biasRate, gradient, biases, 1, parameters, offset + biases, 1);
        }
        return squares(gradient, count);
    }

    @Override
    float squares(float[] numbers, int count) {
        return blas.sdot(count, numbers, 0, 1, numbers, 0, 1);
    }
}
