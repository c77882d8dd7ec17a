package io.kinstream.nn;

import java.util.Arrays;

/**
 * Sums of scaled rows: matrix products are made of them where zeros abound or no native BLAS is at hand.
 *
 * <p>Plain loops, for three reasons. Each number is summed in one fixed order, so the bits are the same in the
 * interpreter, after compilation and on every machine. (netlib's own BLAS, written with the Vector API, changes the order
 * when the JVM compiles it.) Zeros cost nothing: the caller lists only the other numbers. And the JVM turns
 * the loops into vector instructions by itself, provided that all arrays are indexed alike, from 0: hence a row is an
 * array of its own where it matters.
 */
final class Rows {
    private Rows() {}

    /**
     * {@code sum += scales[k] * rows[which[k]]} for all k in [from, to), four at a time.
     *
     * @param sum (in, out) as long as a row
     */
    static void addScaled(float[] sum, float[][] rows, int[] which, float[] scales, int from, int to) {
        int k = from;
        for (; k + 4 <= to; k += 4) {
            add(
                    sum,
                    rows[which[k]],
                    rows[which[k + 1]],
                    rows[which[k + 2]],
                    rows[which[k + 3]],
                    scales[k],
                    scales[k + 1],
                    scales[k + 2],
                    scales[k + 3]);
        }
        for (; k < to; k++) {
            addScaled(sum, rows[which[k]], scales[k]);
        }
    }

    private static void add(
            float[] sum, float[] r0, float[] r1, float[] r2, float[] r3, float s0, float s1, float s2, float s3) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += s0 * r0[j] + s1 * r1[j] + s2 * r2[j] + s3 * r3[j];
        }
    }

    /** {@code sum += scale * row}. */
    static void addScaled(float[] sum, float[] row, float scale) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += scale * row[j];
        }
    }

    /**
     * The same, bit for bit, on the rows of a flat array; saves the copying where each row is used once.
     *
     * @param offset where row 0 begins
     */
    static void addScaled(float[] sum, float[] flat, int offset, int[] which, float[] scales, int from, int to) {
        int k = from;
        for (; k + 4 <= to; k += 4) {
            int r0 = offset + which[k] * sum.length;
            int r1 = offset + which[k + 1] * sum.length;
            int r2 = offset + which[k + 2] * sum.length;
            int r3 = offset + which[k + 3] * sum.length;
            float s0 = scales[k];
            float s1 = scales[k + 1];
            float s2 = scales[k + 2];
            float s3 = scales[k + 3];
            for (int j = 0; j < sum.length; j++) {
                sum[j] += s0 * flat[r0 + j] + s1 * flat[r1 + j] + s2 * flat[r2 + j] + s3 * flat[r3 + j];
            }
        }
        for (; k < to; k++) {
            int row = offset + which[k] * sum.length;
            for (int j = 0; j < sum.length; j++) {
                sum[j] += scales[k] * flat[row + j];
            }
        }
    }

    /** {@code rows}, grown to at least {@code count} rows; what it held stays. */
    static float[][] atLeast(int count, int width, float[][] rows) {
        if (count <= rows.length) {
            return rows;
        }
        float[][] more = Arrays.copyOf(rows, Math.max(count, 2 * rows.length));
        for (int i = rows.length; i < more.length; i++) {
            more[i] = new float[width];
        }
        return more;
    }

    /**
     * The sum of squares of the first {@code count} rows; finite exactly if every number is. Summed in floats by column,
     * which is several times faster, and in doubles only if that fails.
     *
     * @param width of a row
     */
    static double squares(float[][] rows, int count, int width) {
        float[] columns = new float[width];
        for (int row = 0; row < count; row++) {
            addSquares(columns, rows[row]);
        }
        double sum = 0;
        for (float column : columns) {
            sum += column;
        }
        return Double.isFinite(sum)
                ? sum
                : Arrays.stream(rows, 0, count).mapToDouble(Rows::squares).sum();
    }

    private static void addSquares(float[] sum, float[] row) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += row[j] * row[j];
        }
    }

    /** The sum of squares; finite exactly if every number is, as the square of a float is far from a double's limit. */
    static double squares(float[] row) {
        double sum = 0;
        for (float value : row) {
            sum += (double) value * value;
        }
        return sum;
    }
}
