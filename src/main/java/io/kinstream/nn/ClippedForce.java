package io.kinstream.nn;

/**
 * A loss whose force is cut off: the length of dL/dz of one pair is at most {@code limit}. Where it is cut off the pair is
 * pulled as by a loss that goes on in a straight line, as Huber's does [1]; the loss that is reported stays what it is.
 *
 * <p>[1] Huber: Robust Estimation of a Location Parameter. Ann. Math. Statist. 35 (1964)
 *
 * @param limit finite and &gt; 0
 */
public record ClippedForce(DistanceLoss whole, float limit) implements DistanceLoss {
    public ClippedForce {
        if (!(limit > 0f && limit <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("limit must be > 0 and finite, but was " + limit);
        }
    }

    /** Both parts of a loss cut off alike. */
    public static ContrastiveLoss of(ContrastiveLoss loss, float limit) {
        return new ContrastiveLoss(new ClippedForce(loss.similar(), limit), new ClippedForce(loss.dissimilar(), limit));
    }

    @Override
    public float loss(float distance) {
        return whole.loss(distance);
    }

    @Override
    public float slope(float distance) {
        return Math.max(-limit, Math.min(limit, whole.slope(distance)));
    }
}
