package io.kinstream.learn;

import io.kinstream.nn.Label;

/**
 * The weight of a pair in an unbalanced stream. Where similar pairs abound they would pull everything into one point, so
 * with a share S of them above one half
 *
 * <pre>
 * weight of a similar pair      2 (1 - S)
 * weight of a dissimilar pair   2 S
 * </pre>
 *
 * which is {@code 1/2 / share} of each, the usual balance of classes [1], times {@code 4 S (1 - S)}, so that neither is
 * more than 2 and no step gets longer than that. Where dissimilar pairs abound nothing is to be done: those beyond the
 * margin push nobody, and so the two forces find their balance by themselves.
 *
 * <p>S runs over all pairs at first, later over the newest {@value #MEMORY} or so, fading exponentially.
 */
final class LabelBalance {
    // [1] "balanced" in scikit-learn, after King, Zeng: Logistic regression in rare events data. Political Analysis 9
    // (2001)

    static final int MEMORY = 10_000;

    private final LabelWeights weights;
    private float similarShare;
    private float pairs;

    LabelBalance(LabelWeights weights) {
        this.weights = weights;
        similarShare = 0.5f;
    }

    /** As it was. */
    LabelBalance(LabelWeights weights, float similarShare, float pairs) {
        this.weights = weights;
        this.similarShare = similarShare;
        this.pairs = pairs;
    }

    float weight(Label label) {
        if (!weights.automatic()) {
            return weights.of(label);
        }
        if (similarShare <= 0.5f) {
            return 1;
        }
        return label == Label.SIMILAR ? 2 * (1 - similarShare) : 2 * similarShare;
    }

    /** Takes a pair that was learned into the share. It starts as if two had been seen, one of each kind. */
    void learned(Label label) {
        pairs = Math.min(pairs + 1, MEMORY);
        similarShare += ((label == Label.SIMILAR ? 1 : 0) - similarShare) / (pairs + 2);
    }

    float similarShare() {
        return similarShare;
    }

    float pairs() {
        return pairs;
    }
}
