package io.kinstream.nn;

/**
 * {@code L_D(D) = 1/2 max(0, m - D)^2}: a spring of rest length m that only pushes. [1], see {@link LossForm}.
 *
 * @param margin m, the distance from which a pair is left alone, finite and &gt; 0
 */
record MarginRepulsion(float margin) implements DistanceLoss {
    @Override
    public float loss(float distance) {
        float missing = Math.max(0f, margin - distance);
        return 0.5f * missing * missing;
    }

    @Override
    public float slope(float distance) {
        return -Math.max(0f, margin - distance);
    }
}
