package io.kinstream.nn;

/**
 * A matrix turned round: its numbers other than 0 by column, for the columns that have any. These, the touched ones,
 * are numbered from 0 in their order, so that memory is read in its order, too; that number is a column's slot. Takes time
 * in proportion to the numbers; of the columns only a bit each is looked at.
 */
final class Touched {
    private final int[] slotOf; // by column, where it is touched
    private final long[] marks; // a bit for each column, 0 between uses
    private int[] columns = new int[0]; // by slot
    private int[] starts = new int[1]; // by slot; column s is [starts[s], starts[s + 1])
    private int[] slots = new int[0]; // in the order of the matrix
    private int[] rows = new int[0]; // column after column, rows ascending
    private float[] values = new float[0];
    private int count;

    Touched(int columns) {
        slotOf = new int[columns];
        marks = new long[(columns + 63) / 64];
    }

    /** Turns a matrix round. */
    void set(NonZeros matrix) {
        reserve(matrix.count());
        number(matrix);
        sort(matrix);
    }

    private void reserve(int numbers) {
        if (numbers > values.length) {
            int capacity = Math.max(numbers, 2 * values.length);
            columns = new int[Math.min(capacity, slotOf.length)];
            starts = new int[columns.length + 1];
            slots = new int[capacity];
            rows = new int[capacity];
            values = new float[capacity];
        }
    }

    /** Gives each touched column its slot and leaves in {@code starts[slot]} how many numbers it has. */
    private void number(NonZeros matrix) {
        int[] columnOf = matrix.columns();
        for (int k = 0; k < matrix.count(); k++) {
            marks[columnOf[k] >> 6] |= 1L << columnOf[k];
        }
        count = 0;
        for (int word = 0; word < marks.length; word++) {
            for (long mark = marks[word]; mark != 0; mark &= mark - 1) {
                int column = (word << 6) + Long.numberOfTrailingZeros(mark);
                columns[count] = column;
                starts[count] = 0;
                slotOf[column] = count++;
            }
            marks[word] = 0;
        }
        for (int k = 0; k < matrix.count(); k++) {
            slots[k] = slotOf[columnOf[k]];
            starts[slots[k]]++;
        }
    }

    /** Counting sort: {@code starts} goes from sizes to ends, and from ends, filled from behind, to beginnings. */
    private void sort(NonZeros matrix) {
        int end = 0;
        for (int slot = 0; slot < count; slot++) {
            end += starts[slot];
            starts[slot] = end;
        }
        starts[count] = end;
        for (int row = matrix.rows() - 1; row >= 0; row--) {
            for (int k = matrix.start(row + 1) - 1; k >= matrix.start(row); k--) {
                int at = --starts[slots[k]];
                rows[at] = row;
                values[at] = matrix.values()[k];
            }
        }
    }

    /** How many columns are touched. */
    int count() {
        return count;
    }

    /** Which column has this slot. */
    int column(int slot) {
        return columns[slot];
    }

    /** Where the column of a slot begins in {@link #rows} and {@link #values}; it ends where the next one begins. */
    int start(int slot) {
        return starts[slot];
    }

    /** The slot of each number's column, in the order of the matrix. */
    int[] slots() {
        return slots;
    }

    int[] rows() {
        return rows;
    }

    float[] values() {
        return values;
    }
}
