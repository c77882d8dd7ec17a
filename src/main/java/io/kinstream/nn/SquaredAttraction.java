package io.kinstream.nn;

/**
 * {@code L_S(D) = 1/2 max(0, D - s)^2}: a spring of rest length s, of which it only pulls. [1] with s = 0, see
 * {@link LossForm}.
 *
 * @param margin s, the distance up to which a pair is left alone, finite and &gt;= 0
 */
record SquaredAttraction(float margin) implements DistanceLoss {
    @Override
    public float loss(float distance) {
        float excess = Math.max(0f, distance - margin);
        return 0.5f * excess * excess;
    }

    @Override
    public float slope(float distance) {
        return Math.max(0f, distance - margin);
    }
}
