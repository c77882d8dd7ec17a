package io.kinstream.nn;

/**
 * {@code L_S(D) = max(0, D - s)}: pulls with the same force however far there is to go. At D = s, where the loss has a
 * corner, it does not.
 *
 * @param margin s, the distance up to which a pair is left alone, finite and &gt;= 0
 */
record LinearAttraction(float margin) implements DistanceLoss {
    @Override
    public float loss(float distance) {
        return Math.max(0f, distance - margin);
    }

    @Override
    public float slope(float distance) {
        return distance > margin ? 1f : 0f;
    }
}
