package io.kinstream.nn;

import java.util.Arrays;

/**
 * The raw vector of an item, dense or sparse. The arrays are taken over, not copied, and must not be changed
 * afterwards: vectors pass through the program without a copy.
 */
public sealed interface Features {

    /** How many numbers are stored: all of a dense vector's, only the listed ones of a sparse vector's. */
    int stored();

    /** @throws IllegalArgumentException if these are not the features of an item with this many numbers */
    void check(int inputs);

    /**
     * Writes all numbers, zeros too.
     *
     * @param to (out) where the first {@code inputs} numbers from {@code at} on are overwritten
     */
    void writeTo(float[] to, int at, int inputs);

    /** Whether these are the same numbers, however they are written. */
    default boolean sameAs(Features other) {
        return agreesWith(other) && other.agreesWith(this);
    }

    /** Whether all numbers that are stored here are those of the other, too. */
    boolean agreesWith(Features other);

    /** The number at a position. */
    float at(int index);

    /** @param values one number for each input of the encoder, finite */
    record Dense(float[] values) implements Features {
        @Override
        public int stored() {
            return values.length;
        }

        @Override
        public void check(int inputs) {
            if (values.length != inputs) {
                throw new IllegalArgumentException("features must be " + inputs + " numbers, but was " + values.length);
            }
        }

        @Override
        public void writeTo(float[] to, int at, int inputs) {
            System.arraycopy(values, 0, to, at, inputs);
        }

        @Override
        public boolean agreesWith(Features other) {
            int index = 0;
            while (index < values.length && values[index] == other.at(index)) {
                index++;
            }
            return index == values.length;
        }

        @Override
        public float at(int index) {
            return values[index];
        }
    }

    /**
     * A vector that is zero except where it says otherwise.
     *
     * @param indices positions counted from 0, strictly ascending, below the encoder's number of inputs
     * @param values the number at each of these positions, finite
     */
    record Sparse(int[] indices, float[] values) implements Features {
        public Sparse {
            if (indices.length != values.length) {
                throw new IllegalArgumentException(
                        "values must be as many as indices, " + indices.length + ", but was " + values.length);
            }
        }

        @Override
        public int stored() {
            return values.length;
        }

        @Override
        public void check(int inputs) {
            for (int index : indices) {
                if (index < 0 || index >= inputs) {
                    throw new IllegalArgumentException("index must be in [0, " + inputs + "), but was " + index);
                }
            }
        }

        @Override
        public void writeTo(float[] to, int at, int inputs) {
            Arrays.fill(to, at, at + inputs, 0f);
            for (int k = 0; k < indices.length; k++) {
                to[at + indices[k]] = values[k];
            }
        }

        @Override
        public boolean agreesWith(Features other) {
            int k = 0;
            while (k < values.length && values[k] == other.at(indices[k])) {
                k++;
            }
            return k == values.length;
        }

        @Override
        public float at(int index) {
            int k = Arrays.binarySearch(indices, index);
            return k < 0 ? 0 : values[k];
        }
    }
}
