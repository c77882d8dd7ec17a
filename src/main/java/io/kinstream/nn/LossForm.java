package io.kinstream.nn;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What distances cost: the two halves of a {@link ContrastiveLoss}, with m the margin and s that of similar pairs.
 *
 * <p>[1] Hadsell, Chopra, LeCun: Dimensionality Reduction by Learning an Invariant Mapping, CVPR 2006, eq. 4. [2] Lin,
 * Morere, Chandrasekhar, Veillard, Goh: DeepHash: Getting Regularization, Depth and Fine-Tuning Right, 2015. [3]
 * Chopra, Hadsell, LeCun: Learning a Similarity Metric Discriminatively, with Application to Face Verification, CVPR
 * 2005.
 */
public enum LossForm {
    /** {@code 1/2 max(0, D - s)^2} and {@code 1/2 max(0, m - D)^2}: [1] with s = 0, the double margin of [2] else. */
    DRLIM {
        @Override
        DistanceLoss attraction(float similarMargin, float margin) {
            return new SquaredAttraction(similarMargin);
        }

        @Override
        DistanceLoss repulsion(float margin) {
            return new MarginRepulsion(margin);
        }
    },
    /** {@code max(0, D - s)} and {@code max(0, m - D)}: forces that do not depend on how far there is to go. */
    LINEAR {
        @Override
        DistanceLoss attraction(float similarMargin, float margin) {
            return new LinearAttraction(similarMargin);
        }

        @Override
        DistanceLoss repulsion(float margin) {
            return new LinearRepulsion(margin);
        }
    },
    /** {@code 2/m D^2} and {@code 2m exp(-2.77 D / m)}: [3], whose Q, the largest distance there is, m stands for. */
    EXPONENTIAL {
        @Override
        DistanceLoss attraction(float similarMargin, float margin) {
            return new BoundedAttraction(margin);
        }

        @Override
        DistanceLoss repulsion(float margin) {
            return new ExponentialRepulsion(margin);
        }
    };

    /** L_S. */
    abstract DistanceLoss attraction(float similarMargin, float margin);

    /** L_D. */
    abstract DistanceLoss repulsion(float margin);

    /** Whether similar pairs can be left alone up to a margin of their own. */
    boolean hasSimilarMargin() {
        return this != EXPONENTIAL;
    }

    /** The word used in configuration and manifests, such as {@code drlim}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All words, to tell a user. */
    public static String words() {
        return Arrays.stream(values()).map(LossForm::word).collect(Collectors.joining(", "));
    }

    /**
     * @param word as {@link #word()} gives it
     * @throws IllegalArgumentException if there is no such form
     */
    public static LossForm of(String word) {
        for (LossForm form : values()) {
            if (form.word().equals(word)) {
                return form;
            }
        }
        throw new IllegalArgumentException("loss must be one of " + words() + ", but was " + word);
    }
}
