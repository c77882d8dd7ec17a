package io.kinstream.nn;

/** {@code L_S(D) = 1/2 D^2}: a spring of rest length 0. [1] eq. 4, see {@link ContrastiveLoss}. */
public record SquaredAttraction() implements DistanceLoss {
    @Override
    public float loss(float distance) {
        return 0.5f * distance * distance;
    }

    @Override
    public float slope(float distance) {
        return distance;
    }
}
