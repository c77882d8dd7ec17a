package io.kinstream.nn;

/**
 * The contrastive loss in its general form, [1] eq. 3, of a distance D of two embeddings:
 *
 * <pre>
 * L = (1 - Y) L_S(D) + Y L_D(D)            [1] writes Y = 0 for a similar pair, Y = 1 for a dissimilar one
 *
 * dL/dz1 = L'(D) dD/dz1                    dL/dz2 = L'(D) dD/dz2
 * </pre>
 *
 * The {@link Distance} owns its gradient, the {@link LossForm} the two halves of L. Where the distance has no direction
 * (two embeddings in one place) the force is 0, which is a subgradient. For equal inputs no other choice would change a
 * weight, as both twins move alike; different inputs with one embedding part through other pairs.
 *
 * <p>[1] Hadsell, Chopra, LeCun: Dimensionality Reduction by Learning an Invariant Mapping, CVPR 2006.
 *
 * @param similarMargin distance up to which similar pairs are left alone, &gt;= 0 and below {@code margin}
 * @param margin distance from which dissimilar pairs are left alone, &gt; 0; of a form that never leaves them alone, its
 *     scale
 */
public record ContrastiveLoss(LossForm form, Distance distance, float similarMargin, float margin) {

    public ContrastiveLoss {
        if (!(margin > 0f && margin <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("margin must be > 0 and finite, but was " + margin);
        }
        if (!(similarMargin >= 0f && similarMargin < margin)) {
            throw new IllegalArgumentException(
                    "similar margin must be >= 0 and below the margin, " + margin + ", but was " + similarMargin);
        }
        if (similarMargin > 0 && !form.hasSimilarMargin()) {
            throw new IllegalArgumentException(
                    "similar margin must be 0 with the form " + form.word() + ", but was " + similarMargin);
        }
    }

    /** The loss of [1] eq. 4: {@code (1 - Y) 1/2 D^2 + Y 1/2 max(0, m - D)^2}, D the Euclidean distance. */
    public static ContrastiveLoss drlim(float margin) {
        return new ContrastiveLoss(LossForm.DRLIM, Distance.EUCLIDEAN, 0, margin);
    }

    @Override
    public String toString() {
        return form.word() + " of " + distance.word() + ", margins " + similarMargin + " and " + margin;
    }

    /** The part that a label selects. */
    public DistanceLoss of(Label label) {
        return label == Label.SIMILAR ? form.attraction(similarMargin, margin) : form.repulsion(margin);
    }
}
