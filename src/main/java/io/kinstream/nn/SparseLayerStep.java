package io.kinstream.nn;

import java.util.Arrays;

/**
 * The first layer in plain loops that skip zeros, see {@link Rows}: for inputs that are mostly zeros.
 *
 * <p>Only the rows of W that meet a number other than 0 have a gradient. They are copied out of the encoder, the row of
 * a touched input to its slot, as loops over rows of their own are faster.
 */
final class SparseLayerStep extends LayerStep {
    private final Touched touched;
    private NonZeros x;
    private float[][] weights = {}; // by slot
    private float[][] forces = {}; // rows of dL/dZ
    private float[] forceSquares = {}; // of each of them
    private InputScale scale; // null: X is not centred
    private final float[] forceSum;
    private final float[] sum;
    private final float[] squares;

    SparseLayerStep(Encoder encoder) {
        super(encoder, 0);
        touched = new Touched(inputs + 1);
        sum = new float[outputs];
        forceSum = new float[outputs];
        squares = new float[outputs];
    }

    /**
     * Z = X W.
     *
     * @param x [rows x inputs + 1]; kept, and not to be changed before the step is over
     */
    void forward(NonZeros x) {
        this.x = x;
        scale = null;
        reserve(x.rows());
        touched.set(x);
        weights = Rows.atLeast(touched.count(), outputs, weights);
        for (int slot = 0; slot < touched.count(); slot++) {
            System.arraycopy(parameters, weightsAt(slot), weights[slot], 0, outputs);
        }
        for (int row = 0; row < rows; row++) {
            Arrays.fill(sum, 0f);
            Rows.addScaled(sum, weights, touched.slots(), x.values(), x.start(row), x.start(row + 1));
            System.arraycopy(sum, 0, z, at(row), outputs);
        }
    }

    /** Takes the step from X - 1 mu' instead of X. {@code scale} has measured X, and put into it what meets the biases. */
    void center(InputScale scale) {
        this.scale = scale;
        int biases = touched.start(touched.count() - 1); // the last column: each row has a number there
        for (int row = 0; row < rows; row++) {
            touched.values()[biases + row] = x.values()[x.start(row)];
        }
    }

    @Override
    float inputSquares() {
        return scale == null ? Rows.squares(x.values(), x.count()) : scale.centeredSquares(x);
    }

    @Override
    double descend(float rate, float biasRate) {
        forces = Rows.atLeast(rows, outputs, forces);
        Rows.deal(zGradient, 0, outputs + 1, forces, rows);
        forceSquares = atLeast(rows, forceSquares);
        for (int row = 0; row < rows; row++) {
            forceSquares[row] = Rows.squares(forces[row], outputs);
        }
        Arrays.fill(squares, 0f);
        sumForces();
        double ofSingles = 0;
        for (int slot = 0; slot < touched.count(); slot++) {
            int k = touched.start(slot);
            float slotRate = touched.column(slot) < inputs ? rate : biasRate;
            if (scale == null && touched.start(slot + 1) == k + 1) {
                ofSingles += single(slot, touched.rows()[k], touched.values()[k], slotRate);
            } else {
                several(slot, slotRate);
            }
            System.arraycopy(weights[slot], 0, parameters, weightsAt(slot), outputs);
        }
        return (scale == null ? ofSingles : untouched(rate)) + Rows.sum(squares);
    }

    private void sumForces() {
        if (scale != null) {
            Arrays.fill(forceSum, 0f);
            for (int row = 0; row < rows; row++) {
                Rows.addScaled(forceSum, forces[row], 1f);
            }
        }
    }

    /** Where X is 0 in all rows, X - 1 mu' is not: the gradient is -mu times the sum of the forces. */
    private double untouched(float rate) {
        double means = 0;
        int slot = 0;
        for (int input = 0; input < inputs; input++) {
            float mean = scale.mean(input);
            if (touched.column(slot) == input) {
                slot++;
            } else if (mean != 0f) {
                addForces(offset + input * outputs, rate * mean);
                means += mean * (double) mean;
            }
        }
        return means * Rows.squares(forceSum, outputs);
    }

    private void addForces(int at, float factor) {
        for (int j = 0; j < forceSum.length; j++) {
            parameters[at + j] += factor * forceSum[j];
        }
    }

    /** Most inputs, if there are very many, are touched by one row only: their gradient is that row of dL/dZ, scaled. */
    private double single(int slot, int row, float value, float rate) {
        Rows.addScaled(weights[slot], forces[row], -rate * value);
        return value * value * (double) forceSquares[row];
    }

    private void several(int slot, float rate) {
        Arrays.fill(sum, 0f);
        Rows.addScaled(sum, forces, touched.rows(), touched.values(), touched.start(slot), touched.start(slot + 1));
        if (scale != null && touched.column(slot) < inputs) {
            Rows.addScaled(sum, forceSum, -scale.mean(touched.column(slot)));
        }
        Rows.addSquares(squares, sum);
        Rows.addScaled(weights[slot], sum, -rate);
    }

    /** Where in the flat array the row of a touched input begins. */
    private int weightsAt(int slot) {
        return offset + touched.column(slot) * outputs;
    }
}
