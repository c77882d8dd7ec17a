package io.kinstream.nn;

/**
 * The raw vector of an item, dense or sparse. The arrays are taken over, not copied, and must not be changed
 * afterwards: vectors pass through the program without a copy.
 */
public sealed interface Features {

    /** How many numbers are stored: all of a dense vector's, only the listed ones of a sparse vector's. */
    int stored();

    /** @param values one number for each input of the encoder, finite */
    record Dense(float[] values) implements Features {
        @Override
        public int stored() {
            return values.length;
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
    }
}
