package io.kinstream.nn;

/**
 * A loss whose force is cut off: |dL/dD| of one pair is at most {@code limit}. Where it is cut off the pair is pulled as by
 * a loss that goes on in a straight line, as Huber's does [1]; the loss that is reported stays what it is.
 *
 * <p>[1] Huber: Robust Estimation of a Location Parameter. Ann. Math. Statist. 35 (1964)
 *
 * @param limit finite and &gt; 0
 */
record ClippedForce(DistanceLoss whole, float limit) implements DistanceLoss {
    ClippedForce {
        if (!(limit > 0f && limit <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("limit must be > 0 and finite, but was " + limit);
        }
    }

    /**
     * The part of a loss that a label selects, cut off.
     *
     * @param clip how many times the force of two dissimilar items in one point is the limit; 0: there is none
     */
    static DistanceLoss of(ContrastiveLoss loss, Label label, float clip) {
        DistanceLoss whole = loss.of(label);
        return clip == 0
                ? whole
                : new ClippedForce(whole, clip * -loss.of(Label.DISSIMILAR).slope(0));
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
