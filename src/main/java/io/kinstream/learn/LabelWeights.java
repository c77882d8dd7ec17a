package io.kinstream.learn;

import io.kinstream.nn.Label;

/**
 * Factors on the pairs of each kind, for a stream that has many more of one.
 *
 * @param automatic whether they come from the running shares of the kinds, see {@link LabelBalance}; the others are then 1
 * @param similar factor on similar pairs, finite and &gt; 0
 * @param dissimilar factor on dissimilar pairs, finite and &gt; 0
 */
public record LabelWeights(boolean automatic, float similar, float dissimilar) {
    /** All pairs count the same. */
    public static final LabelWeights EQUAL = new LabelWeights(false, 1, 1);

    /** As the stream turns out to be. */
    public static final LabelWeights AUTOMATIC = new LabelWeights(true, 1, 1);

    private static final String RULE =
            "label weights must be auto, off, or two numbers > 0, of similar and of dissimilar"
                    + " pairs, separated by a comma, but was ";

    public LabelWeights {
        if (!isFactor(similar) || !isFactor(dissimilar)) {
            throw new IllegalArgumentException(RULE + similar + "," + dissimilar);
        }
    }

    /**
     * @param words {@code auto}, {@code off}, or two numbers separated by a comma
     * @throws IllegalArgumentException if it is none of these
     */
    public static LabelWeights of(String words) {
        return switch (words) {
            case "auto" -> AUTOMATIC;
            case "off" -> EQUAL;
            default -> given(words);
        };
    }

    private static LabelWeights given(String words) {
        String[] factors = words.split(",", -1);
        try {
            if (factors.length == 2) {
                return new LabelWeights(
                        false, Float.parseFloat(factors[0].strip()), Float.parseFloat(factors[1].strip()));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(RULE + words, e);
        }
        throw new IllegalArgumentException(RULE + words);
    }

    /** The given factor on pairs of this kind. */
    float of(Label label) {
        return label == Label.SIMILAR ? similar : dissimilar;
    }

    private static boolean isFactor(float number) {
        return number > 0 && number <= Float.MAX_VALUE;
    }
}
