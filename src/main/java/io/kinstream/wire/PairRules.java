package io.kinstream.wire;

import io.kinstream.nn.Label;

/** What holds for a pair however it is written. */
final class PairRules {
    static final String SIMILAR = "similar";
    static final String DISSIMILAR = "dissimilar";

    private PairRules() {}

    /** The label of a word; never a guess from numbers, booleans or another spelling. */
    static Label label(String word) throws BadEventException {
        return switch (word) {
            case SIMILAR -> Label.SIMILAR;
            case DISSIMILAR -> Label.DISSIMILAR;
            default -> throw unknownLabel(Excerpt.quoted(word));
        };
    }

    /** @param shown what was there instead of a label, as the message shows it */
    static BadEventException unknownLabel(String shown) {
        return new BadEventException(
                Reason.UNKNOWN_LABEL,
                "label must be the word \"" + SIMILAR + "\" or \"" + DISSIMILAR + "\", but was " + shown);
    }

    /** @param shown the number as it was written */
    static float weight(float weight, String shown) throws BadEventException {
        if (!Float.isFinite(weight)) {
            throw new BadEventException(
                    Reason.NOT_FINITE, "weight must be a finite number (float32), but was " + Excerpt.of(shown));
        }
        if (weight <= 0) {
            throw new BadEventException(
                    Reason.WRONG_SHAPE, "weight must be > 0 (float32), but was " + Excerpt.of(shown));
        }
        return weight;
    }
}
