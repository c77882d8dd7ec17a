package io.kinstream.nn;

/**
 * One layer of weights during a step. With the rows X of a micro-batch, each with the constant 1 in its last column,
 *
 * <pre>
 * Z = X W           [rows x outputs]; W is [inputs + 1 x outputs], its last row the biases, which meet the constant 1
 * dL/dW = X' dL/dZ  summed over all rows, and so over both twins
 * dL/dX = dL/dZ W'  [rows x inputs]
 * </pre>
 *
 * The weights after the step are worked out aside; the encoder is changed by {@link #store} alone.
 */
abstract sealed class LayerStep permits SparseLayerStep, DenseLayerStep {
    final float[] parameters;
    final int offset; // of W in parameters
    final int inputs;
    final int outputs;
    float[][] z = {};
    float[][] zGradient = {};

    LayerStep(Encoder encoder, int layer) {
        parameters = encoder.parameters();
        offset = encoder.architecture().offset(layer);
        inputs = encoder.architecture().inputs(layer);
        outputs = encoder.architecture().outputs(layer);
    }

    /** Row of Z; the activation is applied in place. */
    final float[] z(int row) {
        return z[row];
    }

    /** Row of dL/dZ, to be filled between {@link #forward} and {@link #backward}. */
    final float[] zGradient(int row) {
        return zGradient[row];
    }

    final void reserve(int rows) {
        z = Rows.atLeast(rows, outputs, z);
        zGradient = Rows.atLeast(rows, outputs, zGradient);
    }

    /**
     * Z = X W.
     *
     * @param x [rows x inputs + 1]; kept, and not to be changed before the step is over
     */
    abstract void forward(NonZeros x);

    /** dL/dW = X' dL/dZ. */
    abstract void backward();

    /** dL/dX = dL/dZ W', into the layer whose units are this one's inputs; after {@link #backward}. */
    abstract void backwardInto(LayerStep before);

    /** ||dL/dW||^2, of this layer. */
    abstract double gradientSquares();

    /** W - rate dL/dW, kept here. Says whether all of it is finite. */
    abstract boolean descend(float rate);

    /** Gives the encoder the weights that {@link #descend} found. */
    abstract void store();
}
