package io.kinstream.nn;

import java.util.Arrays;

/**
 * The first layer in plain loops that skip zeros, see {@link Rows}: for inputs that are mostly zeros.
 *
 * <p>Only the rows of W that meet a number other than 0 have a gradient. They are copied out of the encoder, as loops over
 * rows of their own are faster, but only as many at once as stay in a cache near the core: where W is wide, it is memory
 * that a step waits for, and W itself is then all that it reads and writes.
 */
final class SparseLayerStep extends TouchedLayerStep {
    /** Numbers of W that are copied at once: a quarter of a megabyte. */
    private static final int AT_ONCE = 1 << 16;

    /** Rows that are read, changed and written at once: memory can be asked for the next one while one is on its way. */
    private static final int IN_FLIGHT = 32;

    private final float[][] weights; // some rows of W
    private float[][] weightsOf = {}; // by slot, the one of them that it is copied to
    private int[] next = {}; // by row of X, the number that comes next
    private float[][] units = {}; // rows of Z
    private float[][] forces = {}; // rows of dL/dZ
    private float[] forceSquares = {}; // of each of them
    private final float[] sum;
    private final float[] squares;

    SparseLayerStep(Encoder encoder, Touched touched) {
        super(encoder, touched);
        weights = new float[Math.min(inputs + 1, Math.max(IN_FLIGHT, AT_ONCE / outputs))][outputs];
        sum = new float[outputs];
        squares = new float[outputs];
    }

    @Override
    void multiply() {
        touched.sort(x);
        begin();
        for (int first = 0; first < touched.count() - 1; first += weights.length) {
            add(first, Math.min(first + weights.length, touched.count() - 1));
        }
        Rows.gather(units, rows, z, 0, outputs + 1);
    }

    /** With the biases, whose slot is the last and whose numbers, all 1, are the first of each row. */
    private void begin() {
        weightsOf = slots(touched.count());
        units = Rows.atLeast(rows, outputs, units);
        next = next.length < rows ? new int[rows] : next;
        for (int row = 0; row < rows; row++) {
            System.arraycopy(parameters, offset + inputs * outputs, units[row], 0, outputs);
            next[row] = x.start(row) + 1;
        }
    }

    private float[][] slots(int count) {
        if (count <= weightsOf.length) {
            return weightsOf;
        }
        float[][] more = new float[Math.max(count, 2 * weightsOf.length)][];
        Arrays.setAll(more, slot -> weights[slot % weights.length]);
        return more;
    }

    /** Copies the rows of W that these slots stand for, no more than there is room for. */
    private void fetch(int firstSlot, int endSlot) {
        for (int slot = firstSlot; slot < endSlot; slot++) {
            System.arraycopy(parameters, weightsAt(slot), weightsOf[slot], 0, outputs);
        }
    }

    /** Adds what the inputs of these slots contribute. Columns ascend in a row, and so do slots. */
    private void add(int firstSlot, int endSlot) {
        fetch(firstSlot, endSlot);
        int[] slots = touched.slots();
        for (int row = 0; row < rows; row++) {
            int from = next[row];
            int to = from;
            while (to < x.start(row + 1) && slots[to] < endSlot) {
                to++;
            }
            Rows.addScaled(units[row], weightsOf, slots, x.values(), from, to);
            next[row] = to;
        }
    }

    @Override
    void centerMatrix() {
        int biases = touched.start(touched.count() - 1); // the last column: each row has a number there
        for (int row = 0; row < rows; row++) {
            touched.values()[biases + row] = x.values()[x.start(row)];
        }
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
        double ofUntouched = descendUntouched(rate);
        double ofSingles = 0;
        for (int first = 0; first < touched.count(); first += IN_FLIGHT) {
            int end = Math.min(first + IN_FLIGHT, touched.count());
            fetch(first, end);
            for (int slot = first; slot < end; slot++) {
                ofSingles += descend(slot, touched.column(slot) < inputs ? rate : biasRate);
            }
            for (int slot = first; slot < end; slot++) {
                System.arraycopy(weightsOf[slot], 0, parameters, weightsAt(slot), outputs);
            }
        }
        return ofUntouched + ofSingles + Rows.sum(squares);
    }

    private double descend(int slot, float rate) {
        int k = touched.start(slot);
        if (scale == null && touched.start(slot + 1) == k + 1) {
            return single(slot, touched.rows()[k], touched.values()[k], rate);
        }
        several(slot, rate);
        return 0;
    }

    /** Most inputs, if there are very many, are touched by one row only: their gradient is that row of dL/dZ, scaled. */
    private double single(int slot, int row, float value, float rate) {
        Rows.addScaled(weightsOf[slot], forces[row], -rate * value);
        return value * value * (double) forceSquares[row];
    }

    private void several(int slot, float rate) {
        if (scale == null || touched.column(slot) == inputs) {
            Arrays.fill(sum, 0f);
        } else {
            Rows.setScaled(sum, forceSum, -scale.mean(touched.column(slot)));
        }
        Rows.addScaled(sum, forces, touched.rows(), touched.values(), touched.start(slot), touched.start(slot + 1));
        Rows.descend(weightsOf[slot], sum, rate, squares);
    }
}
