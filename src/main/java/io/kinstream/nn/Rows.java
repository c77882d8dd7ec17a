package io.kinstream.nn;

import java.util.Arrays;

/**
 * Sums of scaled rows: matrix products are made of them where zeros abound or no native BLAS is at hand.
 *
 * <p>Plain loops, for three reasons. Each number is summed in one fixed order, so the bits are the same in the
 * interpreter, after compilation and on every machine. (netlib's own BLAS, written with the Vector API, changes the order
 * when the JVM compiles it.) Zeros cost nothing: the caller lists only the other numbers. And the JVM turns
 * the loops into vector instructions by itself, provided that all arrays are indexed alike, from 0, and that there are
 * no more than a few of them: hence a row is an array of its own, and so many rows are added at once.
 */
final class Rows {
    /** So many rows stay in the innermost cache, at the usual few hundred numbers each. */
    private static final int TILE = 16;

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
        switch (to - k) {
            case 3 ->
                add(
                        sum,
                        rows[which[k]],
                        rows[which[k + 1]],
                        rows[which[k + 2]],
                        scales[k],
                        scales[k + 1],
                        scales[k + 2]);
            case 2 -> add(sum, rows[which[k]], rows[which[k + 1]], scales[k], scales[k + 1]);
            case 1 -> addScaled(sum, rows[which[k]], scales[k]);
            default -> {}
        }
    }

    private static void add(
            float[] sum, float[] r0, float[] r1, float[] r2, float[] r3, float s0, float s1, float s2, float s3) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += s0 * r0[j] + s1 * r1[j] + s2 * r2[j] + s3 * r3[j];
        }
    }

    private static void add(float[] sum, float[] r0, float[] r1, float[] r2, float s0, float s1, float s2) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += s0 * r0[j] + s1 * r1[j] + s2 * r2[j];
        }
    }

    private static void add(float[] sum, float[] r0, float[] r1, float s0, float s1) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += s0 * r0[j] + s1 * r1[j];
        }
    }

    /** {@code sum += scale * row}. */
    static void addScaled(float[] sum, float[] row, float scale) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += scale * row[j];
        }
    }

    /** {@code row = scale * other}. */
    static void setScaled(float[] row, float[] other, float scale) {
        for (int j = 0; j < row.length; j++) {
            row[j] = scale * other[j];
        }
    }

    /** {@code row -= rate * gradient}, and {@code squares[j] += gradient[j]^2} on the way. */
    static void descend(float[] row, float[] gradient, float rate, float[] squares) {
        for (int j = 0; j < row.length; j++) {
            row[j] -= rate * gradient[j];
            squares[j] += gradient[j] * gradient[j];
        }
    }

    /** {@code row -= rate * (s0 * r0)}. */
    static void descend(float[] row, float[] r0, float s0, float rate) {
        for (int j = 0; j < row.length; j++) {
            row[j] -= rate * (s0 * r0[j]);
        }
    }

    /** {@code row -= rate * gradient} where that is {@code s0 * r0 + s1 * r1}, and its squares on the way. */
    static void descend(float[] row, float[] r0, float[] r1, float s0, float s1, float rate, float[] squares) {
        for (int j = 0; j < row.length; j++) {
            float gradient = s0 * r0[j] + s1 * r1[j];
            row[j] -= rate * gradient;
            squares[j] += gradient * gradient;
        }
    }

    /**
     * A matrix product: {@code sums[s] = sum over r of scales[from + s * bySum + r * byRow] * rows[r]}. A tile of rows
     * serves all sums before the next one is read.
     *
     * @param sums (out) the first {@code count} of them, each as long as a row
     */
    static void multiply(
            float[][] sums, int count, float[] scales, int from, int bySum, int byRow, float[][] rows, int rowCount) {
        for (int s = 0; s < count; s++) {
            Arrays.fill(sums[s], 0f);
        }
        for (int tile = 0; tile < rowCount; tile += TILE) {
            int end = Math.min(tile + TILE, rowCount);
            for (int s = 0; s < count; s++) {
                addTile(sums[s], scales, from + s * bySum + tile * byRow, byRow, rows, tile, end);
            }
        }
    }

    private static void addTile(float[] sum, float[] scales, int from, int byRow, float[][] rows, int begin, int end) {
        int at = from;
        int r = begin;
        for (; r + 4 <= end; r += 4, at += 4 * byRow) {
            add(
                    sum,
                    rows[r],
                    rows[r + 1],
                    rows[r + 2],
                    rows[r + 3],
                    scales[at],
                    scales[at + byRow],
                    scales[at + 2 * byRow],
                    scales[at + 3 * byRow]);
        }
        for (; r < end; r++, at += byRow) {
            addScaled(sum, rows[r], scales[at]);
        }
    }

    /** Copies rows out of a flat array, each {@code stride} after the one before. */
    static void deal(float[] flat, int offset, int stride, float[][] rows, int count) {
        for (int row = 0; row < count; row++) {
            System.arraycopy(flat, offset + row * stride, rows[row], 0, rows[row].length);
        }
    }

    /** Copies rows into a flat array, each {@code stride} after the one before. */
    static void gather(float[][] rows, int count, float[] flat, int offset, int stride) {
        for (int row = 0; row < count; row++) {
            System.arraycopy(rows[row], 0, flat, offset + row * stride, rows[row].length);
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

    static double sum(float[] row) {
        double sum = 0;
        for (float value : row) {
            sum += value;
        }
        return sum;
    }

    /** The sum of squares of the first {@code count} numbers. */
    static float squares(float[] numbers, int count) {
        return squares(numbers, 0, count);
    }

    /** The sum of squares of the numbers in [from, to), in four parts, none of which waits for another. */
    static float squares(float[] numbers, int from, int to) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = from;
        for (; i + 4 <= to; i += 4) {
            a += numbers[i] * numbers[i];
            b += numbers[i + 1] * numbers[i + 1];
            c += numbers[i + 2] * numbers[i + 2];
            d += numbers[i + 3] * numbers[i + 3];
        }
        for (; i < to; i++) {
            a += numbers[i] * numbers[i];
        }
        return a + b + (c + d);
    }

    /** The inner product of a row with the numbers from {@code at} on, in four parts as well. */
    static float dot(float[] row, float[] numbers, int at) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 4 <= row.length; i += 4) {
            a += row[i] * numbers[at + i];
            b += row[i + 1] * numbers[at + i + 1];
            c += row[i + 2] * numbers[at + i + 2];
            d += row[i + 3] * numbers[at + i + 3];
        }
        for (; i < row.length; i++) {
            a += row[i] * numbers[at + i];
        }
        return a + b + (c + d);
    }
}
