package io.kinstream.nn;

import java.util.Arrays;

/**
 * Sums scaled rows of a flat matrix, four at a time, leaving out those of scale 0. Rows are copied into arrays of their
 * own first, which is faster, see {@link Rows}.
 */
final class WeightedSum {
    private static final int ROWS = 4;

    private final float[] matrix;
    private final int offset; // of row 0
    private final float[] sum;
    private final float[][] rows;
    private final float[] scales = new float[ROWS];
    private final int[] which = {0, 1, 2, 3};
    private int count;

    WeightedSum(float[] matrix, int offset, int width) {
        this.matrix = matrix;
        this.offset = offset;
        sum = new float[width];
        rows = new float[ROWS][width];
    }

    void begin() {
        Arrays.fill(sum, 0f);
        count = 0;
    }

    void add(int row, float scale) {
        if (scale != 0f) { // NaN is added
            System.arraycopy(matrix, offset + row * sum.length, rows[count], 0, sum.length);
            scales[count++] = scale;
            if (count == ROWS) {
                flush();
            }
        }
    }

    private void flush() {
        Rows.addScaled(sum, rows, which, scales, 0, count);
        count = 0;
    }

    /** @return the sum; overwritten by the next one */
    float[] end() {
        flush();
        return sum;
    }
}
