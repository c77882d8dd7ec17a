package io.kinstream.nn;

/**
 * Rows of a matrix in a flat array that were taken out of it to be read and changed: loops are fastest over rows that are
 * arrays of their own, see {@link Rows}. Steps on wide and sparse inputs wait for memory, and to copy their rows out and in
 * each time took as long as all the rest; so a row stays out until the whole matrix is asked for. Its array is kept for the
 * next time: rows that were out at any time take their memory twice.
 */
final class LooseRows {
    private final float[] flat;
    private final int offset;
    private final int width;
    private final float[][] rows; // null: never taken out
    private final boolean[] out;
    private final int[] taken; // which are out, in the order in which they were taken
    private int count;

    /** @param offset where in {@code flat} the matrix begins, whose rows lie side by side there */
    LooseRows(float[] flat, int offset, int height, int width) {
        this.flat = flat;
        this.offset = offset;
        this.width = width;
        rows = new float[height][];
        out = new boolean[height];
        taken = new int[height];
    }

    /** A row, which until {@link #putBack} is what counts; what the flat array has in its place does not. */
    float[] take(int row) {
        if (!out[row]) {
            takeOut(row);
        }
        return rows[row];
    }

    private void takeOut(int row) {
        if (rows[row] == null) {
            rows[row] = new float[width];
        }
        System.arraycopy(flat, offset + row * width, rows[row], 0, width);
        out[row] = true;
        taken[count++] = row;
    }

    /** Writes all rows that are out into the flat array, which counts again from then on. */
    void putBack() {
        for (int i = 0; i < count; i++) {
            int row = taken[i];
            System.arraycopy(rows[row], 0, flat, offset + row * width, width);
            out[row] = false;
        }
        count = 0;
    }
}
