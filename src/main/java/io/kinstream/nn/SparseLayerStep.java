package io.kinstream.nn;

import java.util.Arrays;

/**
 * The first layer in plain loops that skip zeros, see {@link Rows}.
 *
 * <p>Inputs that are 0 in all rows of a micro-batch have no share in Z, and unless X is centred their rows of W have no
 * gradient. Where W is wide, it is memory that a step waits for: so rows are read and changed where they are, see
 * {@link LooseRows}.
 */
final class SparseLayerStep extends LayerStep {
    private final Touched touched; // the columns of X that have numbers other than 0
    private NonZeros x;
    private InputScale scale; // null: X is not centred
    private final LooseRows rowsOfW;
    private float[][] weights = {}; // by slot, the row of W that it stands for; from forward to descend
    private float[][] units = {}; // rows of Z
    private float[][] forces = {}; // rows of dL/dZ
    private float[] forceSquares = {}; // of each of them
    private final float[] forceSum; // of all of them, if X is centred
    private final float[] sum;
    private final float[] squares;

    SparseLayerStep(Encoder encoder) {
        super(encoder, 0);
        touched = new Touched(inputs + 1);
        rowsOfW = encoder.firstRows();
        forceSum = new float[outputs];
        sum = new float[outputs];
        squares = new float[outputs];
    }

    /**
     * Z = X W. Each row of Z begins with the biases, whose numbers, all 1, are the first of each row of X.
     *
     * @param x [rows x inputs + 1]; kept, and not to be changed before the step is over
     */
    void forward(NonZeros x) {
        this.x = x;
        scale = null;
        reserve(x.rows());
        touched.set(x);
        takeWeights();
        units = Rows.atLeast(rows, outputs, units);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(weights[biases()], 0, units[row], 0, outputs);
            Rows.addScaled(units[row], weights, touched.slots(), x.values(), x.start(row) + 1, x.start(row + 1));
        }
        Rows.gather(units, rows, z, 0, outputs + 1);
    }

    private void takeWeights() {
        int count = touched.count();
        weights = count <= weights.length ? weights : new float[Math.max(count, 2 * weights.length)][];
        for (int slot = 0; slot < count; slot++) {
            weights[slot] = rowsOfW.take(touched.column(slot));
        }
    }

    /** The slot of the biases is the last. */
    private int biases() {
        return touched.count() - 1;
    }

    /** Takes the step from X - 1 mu' instead of X. {@code scale} has measured X, and put into it what meets the biases. */
    void center(InputScale scale) {
        this.scale = scale;
        int ofBiases = touched.start(biases()); // each row has a number there
        for (int row = 0; row < rows; row++) {
            touched.values()[ofBiases + row] = x.values()[x.start(row)];
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
        double ofUntouched = scale == null ? 0 : descendUntouched(rate);
        double ofSingles = 0;
        for (int slot = 0; slot < touched.count(); slot++) {
            ofSingles += descendRow(slot, slot < biases() ? rate : biasRate);
        }
        return ofUntouched + ofSingles + Rows.sum(squares);
    }

    /**
     * Where X is 0 in all rows, X - 1 mu' is not: the gradient is -mu times the sum of the forces.
     *
     * @return the sum of its squares
     */
    private double descendUntouched(float rate) {
        Arrays.fill(forceSum, 0f);
        for (int row = 0; row < rows; row++) {
            Rows.addScaled(forceSum, forces[row], 1f);
        }
        double means = 0;
        int slot = 0;
        for (int input = 0; input < inputs; input++) {
            float mean = scale.mean(input);
            if (touched.column(slot) == input) {
                slot++;
            } else if (mean != 0f) {
                Rows.addScaled(rowsOfW.take(input), forceSum, rate * mean);
                means += mean * (double) mean;
            }
        }
        return means * Rows.squares(forceSum, outputs);
    }

    /** Of very many inputs most are touched by one row only, or by two: then no sum of forces needs to be made. */
    private double descendRow(int slot, float rate) {
        int numbers = touched.start(slot + 1) - touched.start(slot);
        if (scale == null && numbers == 1) {
            return single(slot, rate);
        }
        if (scale == null && numbers == 2) {
            two(slot, rate);
        } else {
            several(slot, rate);
        }
        return 0;
    }

    /** The gradient is a row of dL/dZ, scaled, and the sum of its squares is known. */
    private double single(int slot, float rate) {
        int k = touched.start(slot);
        int row = touched.rows()[k];
        float value = touched.values()[k];
        Rows.descend(weights[slot], forces[row], value, rate);
        return value * (double) value * forceSquares[row];
    }

    private void two(int slot, float rate) {
        int k = touched.start(slot);
        int[] which = touched.rows();
        float[] values = touched.values();
        Rows.descend(weights[slot], forces[which[k]], forces[which[k + 1]], values[k], values[k + 1], rate, squares);
    }

    private void several(int slot, float rate) {
        if (scale == null || slot == biases()) {
            Arrays.fill(sum, 0f);
        } else {
            Rows.setScaled(sum, forceSum, -scale.mean(touched.column(slot)));
        }
        Rows.addScaled(sum, forces, touched.rows(), touched.values(), touched.start(slot), touched.start(slot + 1));
        Rows.descend(weights[slot], sum, rate, squares);
    }
}
