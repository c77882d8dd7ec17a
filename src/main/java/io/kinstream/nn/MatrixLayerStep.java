package io.kinstream.nn;

/** A layer that takes its inputs as they come, zeros and all. */
abstract sealed class MatrixLayerStep extends LayerStep permits DenseLayerStep, LoopLayerStep {
    final float[] parameters;
    final int offset; // of W in parameters
    final int width; // of X
    float[] x;

    MatrixLayerStep(Encoder encoder, int layer) {
        super(encoder, layer);
        parameters = encoder.parameters();
        offset = encoder.architecture().offset(layer);
        width = inputs + 1;
    }

    /**
     * Z = X W, with W as it is in {@link Encoder#parameters}.
     *
     * @param x [rows x inputs + 1]; kept, and not to be changed before the step is over
     */
    final void forward(float[] x, int rows) {
        reserve(rows);
        this.x = x;
        multiply();
    }

    abstract void multiply();

    /** dL/dX = dL/dZ W', into the layer whose units are this one's inputs. */
    abstract void backwardInto(LayerStep before);

    @Override
    final float inputSquares() {
        return squares(x, rows * width);
    }
}
