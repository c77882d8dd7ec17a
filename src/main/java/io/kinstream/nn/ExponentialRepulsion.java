package io.kinstream.nn;

/**
 * {@code L_D(D) = 2Q exp(-2.77 D / Q)}: what a dissimilar pair costs in [3], see {@link LossForm}. The force fades, but
 * never ends.
 *
 * @param bound Q, the largest distance there is, finite and &gt; 0
 */
record ExponentialRepulsion(float bound) implements DistanceLoss {
    private static final double DECAY = 2.77; // as printed; ln 16 = 2.7726 makes 1/16 of it at D = Q

    @Override
    public float loss(float distance) {
        return (float) (2 * bound * fading(distance));
    }

    @Override
    public float slope(float distance) {
        return (float) (-2 * DECAY * fading(distance));
    }

    private double fading(float distance) {
        return StrictMath.exp(-DECAY * distance / bound); // Math.exp may differ in the last bit between JVMs
    }
}
