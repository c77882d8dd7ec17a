package io.kinstream.learn;

import java.util.Arrays;

/**
 * The scored pairs of a prequential window, oldest first, one element of each array a pair. The arrays are taken over,
 * not copied.
 *
 * @param distances distance of the two embeddings, finite and &gt;= 0
 * @param losses contrastive loss, finite and &gt;= 0
 * @param similar true for a similar pair, false for a dissimilar one
 */
public record PrequentialState(float[] distances, float[] losses, boolean[] similar) {

    /** @throws IllegalArgumentException when the arrays differ in length */
    public PrequentialState {
        if (losses.length != distances.length || similar.length != distances.length) {
            throw new IllegalArgumentException("losses and similar must be as many as distances, " + distances.length
                    + ", but was " + losses.length + " and " + similar.length);
        }
    }

    /** A copy of the pairs from one place to before another. */
    PrequentialState part(int from, int to) {
        return new PrequentialState(
                Arrays.copyOfRange(distances, from, to),
                Arrays.copyOfRange(losses, from, to),
                Arrays.copyOfRange(similar, from, to));
    }

    /** How many pairs there are. */
    public int size() {
        return distances.length;
    }
}
