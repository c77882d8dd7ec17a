package io.kinstream.nn;

import java.util.Arrays;

/**
 * A layer in plain loops that skip zeros, see {@link Rows}.
 *
 * <p>Only the rows of W that meet a number other than 0 have a gradient. They are copied out of the encoder and worked
 * on here, the row of a touched input at its slot.
 */
final class SparseLayerStep extends LayerStep {
    private final Touched touched;
    private NonZeros x;
    private float[][] weights = {};
    private float[][] weightsGradient = {};

    private final NonZeros forces = new NonZeros(); // zGradient again
    private float[][] transposed = {}; // W' without the biases, [outputs x inputs]

    SparseLayerStep(Encoder encoder, int layer) {
        super(encoder, layer);
        touched = new Touched(inputs + 1);
    }

    @Override
    void forward(NonZeros x) {
        this.x = x;
        touched.set(x);
        weights = Rows.atLeast(touched.count(), outputs, weights);
        for (int slot = 0; slot < touched.count(); slot++) {
            System.arraycopy(parameters, at(slot), weights[slot], 0, outputs);
        }
        reserve(x.rows());
        for (int row = 0; row < x.rows(); row++) {
            Arrays.fill(z[row], 0f);
            Rows.addScaled(z[row], weights, touched.slots(), x.values(), x.start(row), x.start(row + 1));
        }
    }

    @Override
    void backward() {
        weightsGradient = Rows.atLeast(touched.count(), outputs, weightsGradient);
        for (int slot = 0; slot < touched.count(); slot++) {
            float[] sum = weightsGradient[slot];
            Arrays.fill(sum, 0f);
            Rows.addScaled(
                    sum, zGradient, touched.rows(), touched.values(), touched.start(slot), touched.start(slot + 1));
        }
    }

    @Override
    void backwardInto(LayerStep before) {
        transpose();
        forces.clear();
        for (int row = 0; row < x.rows(); row++) {
            forces.append(zGradient[row]);
            forces.endRow();
            Arrays.fill(before.zGradient[row], 0f);
            Rows.addScaled(
                    before.zGradient[row],
                    transposed,
                    forces.columns(),
                    forces.values(),
                    forces.start(row),
                    forces.start(row + 1));
        }
    }

    private void transpose() {
        transposed = Rows.atLeast(outputs, inputs, transposed);
        for (int input = 0, at = offset; input < inputs; input++) {
            for (int output = 0; output < outputs; output++, at++) {
                transposed[output][input] = parameters[at];
            }
        }
    }

    @Override
    double gradientSquares() {
        return Rows.squares(weightsGradient, touched.count(), outputs);
    }

    @Override
    boolean descend(float rate) {
        for (int slot = 0; slot < touched.count(); slot++) {
            Rows.addScaled(weights[slot], weightsGradient[slot], -rate);
        }
        return Double.isFinite(Rows.squares(weights, touched.count(), outputs));
    }

    @Override
    void store() {
        for (int slot = 0; slot < touched.count(); slot++) {
            System.arraycopy(weights[slot], 0, parameters, at(slot), outputs);
        }
    }

    /** Where in the flat array the row of a touched input begins. */
    private int at(int slot) {
        return offset + touched.column(slot) * outputs;
    }
}
