package io.kinstream.nn;

/**
 * {@code L_D(D) = max(0, m - D)}: pushes with the same force however far there is to go. At D = m, where the loss has a
 * corner, it does not.
 *
 * @param margin m, the distance from which a pair is left alone, finite and &gt; 0
 */
record LinearRepulsion(float margin) implements DistanceLoss {
    @Override
    public float loss(float distance) {
        return Math.max(0f, margin - distance);
    }

    @Override
    public float slope(float distance) {
        return distance < margin ? -1f : 0f;
    }
}
