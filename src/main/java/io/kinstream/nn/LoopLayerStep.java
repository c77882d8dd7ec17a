package io.kinstream.nn;

import java.util.Arrays;

/** A layer in plain loops, see {@link Rows}, for where there is no BLAS. */
final class LoopLayerStep extends MatrixLayerStep {
    private float[][] weights = {}; // rows of W
    private float[][] units = {}; // rows of Z, later of dL/dZ
    private float[][] transposed = {}; // rows of W' without the biases
    private float[][] inputGradient = {}; // rows of dL/dX
    private final float[][] gradient; // two rows of dL/dW
    private final float[] squares;

    LoopLayerStep(Encoder encoder, int layer) {
        super(encoder, layer);
        gradient = new float[2][outputs];
        squares = new float[outputs];
    }

    @Override
    void multiply() {
        weights = Rows.atLeast(width, outputs, weights);
        units = Rows.atLeast(rows, outputs, units);
        Rows.deal(parameters, offset, outputs, weights, width);
        Rows.multiply(units, rows, x, 0, width, 1, weights, width);
        Rows.gather(units, rows, z, 0, outputs + 1);
    }

    @Override
    void backwardInto(LayerStep before) {
        transpose();
        inputGradient = Rows.atLeast(rows, inputs, inputGradient);
        Rows.multiply(inputGradient, rows, zGradient, 0, outputs + 1, 1, transposed, outputs);
        Rows.gather(inputGradient, rows, before.zGradient, 0, width);
    }

    private void transpose() {
        transposed = Rows.atLeast(outputs, inputs, transposed);
        for (int input = 0, at = offset; input < inputs; input++) {
            for (int output = 0; output < outputs; output++, at++) {
                transposed[output][input] = parameters[at];
            }
        }
    }

    /** Two inputs at a time, so that their rows of the gradient need never leave the innermost cache. */
    @Override
    double descend(float rate, float biasRate) {
        Rows.deal(zGradient, 0, outputs + 1, units, rows);
        Arrays.fill(squares, 0f);
        for (int input = 0; input < width; input += 2) {
            int count = Math.min(2, width - input);
            Rows.multiply(gradient, count, x, input, 1, width, units, rows);
            for (int k = 0; k < count; k++) {
                Rows.descend(weights[input + k], gradient[k], input + k < inputs ? rate : biasRate, squares);
            }
        }
        Rows.gather(weights, width, parameters, offset, outputs);
        return Rows.sum(squares);
    }
}
