package io.kinstream.nn;

import java.util.Arrays;

/** The numbers other than 0 of a matrix, row after row. Filled anew again and again, so it keeps its arrays. */
final class NonZeros {
    private int[] starts = new int[2]; // row r is [starts[r], starts[r + 1])
    private int[] columns = new int[0];
    private float[] values = new float[0];
    private int rows;
    private int count;

    /**
     * Makes it the matrix of these rows, each with the constant 1, which meets the biases, in one more column at its end.
     *
     * @param count how many of them
     * @param most how many numbers other than 0 are worth it
     * @return false as soon as there are more; it is then of no use
     */
    boolean set(Features[] features, int count, int inputs, int most) {
        clear();
        for (int row = 0; row < count; row++) {
            add(features[row], inputs);
            if (this.count > most) {
                return false;
            }
        }
        return true;
    }

    private void clear() {
        rows = 0;
        count = 0;
    }

    /** Adds a row: the constant 1 in the last column, then the features, which fit this many inputs. */
    private void add(Features features, int inputs) {
        reserve(1 + features.stored());
        columns[count] = inputs;
        values[count++] = 1f;
        if (features instanceof Features.Dense dense) {
            count = append(dense.values());
        } else if (features instanceof Features.Sparse sparse) {
            count = append(sparse.indices(), sparse.values());
        }
        if (rows + 2 > starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
        }
        starts[++rows] = count;
    }

    /** Writes each number, but goes on to the next place only if it is not 0: a branch would often be foretold wrongly. */
    private int append(float[] row) {
        int at = count;
        for (int column = 0; column < row.length; column++) {
            columns[at] = column;
            values[at] = row[column];
            at += row[column] == 0f ? 0 : 1; // NaN is kept
        }
        return at;
    }

    private int append(int[] indices, float[] row) {
        int at = count;
        for (int k = 0; k < row.length; k++) {
            columns[at] = indices[k];
            values[at] = row[k];
            at += row[k] == 0f ? 0 : 1;
        }
        return at;
    }

    private void reserve(int more) {
        if (count + more > values.length) {
            int capacity = Math.max(count + more, 2 * values.length);
            columns = Arrays.copyOf(columns, capacity);
            values = Arrays.copyOf(values, capacity);
        }
    }

    int rows() {
        return rows;
    }

    /** How many numbers there are in all. */
    int count() {
        return count;
    }

    /** Where a row begins in {@link #columns} and {@link #values}; it ends where the next one begins. */
    int start(int row) {
        return starts[row];
    }

    int[] columns() {
        return columns;
    }

    float[] values() {
        return values;
    }
}
