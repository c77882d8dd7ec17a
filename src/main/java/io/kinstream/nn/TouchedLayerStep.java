package io.kinstream.nn;

import java.util.Arrays;

/** The first layer, without the inputs that are 0 in all rows of a micro-batch: they have no share in Z. */
abstract sealed class TouchedLayerStep extends LayerStep permits SparseLayerStep, CompactLayerStep {
    final Touched touched; // the columns of X that have numbers other than 0
    NonZeros x;
    InputScale scale; // null: X is not centred
    final float[] forceSum; // of the rows of dL/dZ, if X is centred
    private final float[] row;

    TouchedLayerStep(Encoder encoder, Touched touched) {
        super(encoder, 0);
        this.touched = touched;
        forceSum = new float[outputs];
        row = new float[outputs];
    }

    /**
     * Z = X W.
     *
     * @param x [rows x inputs + 1], whose columns {@link #touched} has; kept, and not to be changed before the step is over
     */
    final void forward(NonZeros x) {
        this.x = x;
        scale = null;
        reserve(x.rows());
        multiply();
    }

    abstract void multiply();

    /** Takes the step from X - 1 mu' instead of X. {@code scale} has measured X, and put into it what meets the biases. */
    final void center(InputScale scale) {
        this.scale = scale;
        centerMatrix();
    }

    /** Brings what is made of {@link #x} in line with {@link #scale}. */
    abstract void centerMatrix();

    @Override
    final float inputSquares() {
        return scale == null ? Rows.squares(x.values(), x.count()) : scale.centeredSquares(x);
    }

    /**
     * Where X is 0 in all rows, X - 1 mu' is not: the gradient is -mu times the sum of the forces. If X is not centred,
     * there is none.
     *
     * @return the sum of its squares
     */
    final double descendUntouched(float rate) {
        if (scale == null) {
            return 0;
        }
        sumForces();
        double means = 0;
        int slot = 0;
        for (int input = 0; input < inputs; input++) {
            float mean = scale.mean(input);
            if (touched.column(slot) == input) {
                slot++;
            } else if (mean != 0f) {
                System.arraycopy(parameters, offset + input * outputs, row, 0, outputs);
                Rows.addScaled(row, forceSum, rate * mean);
                System.arraycopy(row, 0, parameters, offset + input * outputs, outputs);
                means += mean * (double) mean;
            }
        }
        return means * Rows.squares(forceSum, outputs);
    }

    private void sumForces() {
        Arrays.fill(forceSum, 0f);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(zGradient, at(i), row, 0, outputs);
            Rows.addScaled(forceSum, row, 1f);
        }
    }

    /** Where in the flat array the row of a touched input begins. */
    final int weightsAt(int slot) {
        return offset + touched.column(slot) * outputs;
    }
}
