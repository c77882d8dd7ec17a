package io.kinstream.nn;

import java.util.Arrays;

/** The numbers other than 0 of a matrix, row after row. Filled anew again and again, so it keeps its arrays. */
final class NonZeros {
    private int[] starts = new int[2]; // row r is [starts[r], starts[r + 1])
    private int[] columns = new int[0];
    private float[] values = new float[0];
    private int rows;
    private int count;

    void clear() {
        rows = 0;
        count = 0;
    }

    /**
     * Adds a row: the constant 1, which meets the biases, in the last column, then the features.
     *
     * @throws IllegalArgumentException if they do not fit this many inputs
     */
    void add(Features features, int inputs) {
        if (features instanceof Features.Dense dense) {
            if (dense.values().length != inputs) {
                throw new IllegalArgumentException(
                        "features must be " + inputs + " numbers, but was " + dense.values().length);
            }
            add(dense.values());
        } else if (features instanceof Features.Sparse sparse) {
            reserve(1 + sparse.stored());
            put(inputs, 1f);
            for (int k = 0; k < sparse.stored(); k++) {
                int index = sparse.indices()[k];
                if (index < 0 || index >= inputs) {
                    throw new IllegalArgumentException("index must be in [0, " + inputs + "), but was " + index);
                }
                put(index, sparse.values()[k]);
            }
            endRow();
        }
    }

    /** Adds a row: the constant 1 in the last column, then a number for each of the others. */
    void add(float[] units) {
        reserve(1);
        put(units.length, 1f);
        append(units);
        endRow();
    }

    /** Appends the numbers of a dense row, beginning with column 0. */
    void append(float[] row) {
        reserve(row.length);
        for (int column = 0; column < row.length; column++) {
            put(column, row[column]);
        }
    }

    void endRow() {
        if (rows + 2 > starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
        }
        starts[++rows] = count;
    }

    private void put(int column, float value) {
        columns[count] = column;
        values[count] = value;
        count += value == 0f ? 0 : 1; // NaN is kept
    }

    private void reserve(int more) {
        if (count + more > values.length) {
            int capacity = Math.max(count + more, 2 * values.length);
            columns = Arrays.copyOf(columns, capacity);
            values = Arrays.copyOf(values, capacity);
        }
    }

    /**
     * Writes the matrix out, zeros and all.
     *
     * @param matrix (out) [rows x width], row-major
     */
    void writeOut(float[] matrix, int width) {
        Arrays.fill(matrix, 0, rows * width, 0f);
        for (int row = 0; row < rows; row++) {
            for (int k = starts[row]; k < starts[row + 1]; k++) {
                matrix[row * width + columns[k]] = values[k];
            }
        }
    }

    /** The share of numbers other than 0, in [0, 1], of a matrix of this width. */
    double density(int width) {
        return count / ((double) rows * width);
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
