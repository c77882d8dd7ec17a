package io.kinstream.nn;

/**
 * {@code L_S(D) = 2/Q D^2}: what a similar pair costs in [3], see {@link LossForm}.
 *
 * @param bound Q, the largest distance there is, finite and &gt; 0
 */
record BoundedAttraction(float bound) implements DistanceLoss {
    @Override
    public float loss(float distance) {
        return 2f / bound * distance * distance;
    }

    @Override
    public float slope(float distance) {
        return 4f / bound * distance;
    }
}
