package io.kinstream.nn;

/**
 * The contrastive loss in its general form, [1] eq. 3, with {@code D = ||z1 - z2||}:
 *
 * <pre>
 * L = (1 - Y) L_S(D) + Y L_D(D)            [1] writes Y = 0 for a similar pair, Y = 1 for a dissimilar one
 *
 * dL/dz1 = L'(D) (z1 - z2) / D             dL/dz2 = -dL/dz1
 * </pre>
 *
 * Where D = 0 the direction is undefined and the force is 0, which is a subgradient. For equal inputs no other choice
 * would change a weight, as both twins move alike; different inputs with one embedding part through other pairs.
 *
 * <p>[1] Hadsell, Chopra, LeCun: Dimensionality Reduction by Learning an Invariant Mapping, CVPR 2006.
 *
 * @param similar L_S, increasing
 * @param dissimilar L_D, decreasing
 */
public record ContrastiveLoss(DistanceLoss similar, DistanceLoss dissimilar) {
    /** The loss of [1] eq. 4: {@code (1 - Y) 1/2 D^2 + Y 1/2 max(0, m - D)^2}. */
    public static ContrastiveLoss drlim(float margin) {
        return new ContrastiveLoss(new SquaredAttraction(), new MarginRepulsion(margin));
    }

    /** The part that a label selects. */
    public DistanceLoss of(Label label) {
        return label == Label.SIMILAR ? similar : dissimilar;
    }
}
