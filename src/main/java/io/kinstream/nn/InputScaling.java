package io.kinstream.nn;

import java.util.Locale;

/** How a step sees the inputs, see {@link InputScale}. */
public enum InputScaling {
    /** As they are: plain gradient descent. */
    RAW,
    /** Of one size, measured from zero: sparse inputs stay sparse. */
    SCALED,
    /** Of one size, measured from their mean. */
    CENTERED,
    /** Centred, but scaled if the first micro-batch is nearly all zeros. */
    AUTO;

    /** The word used in configuration, such as {@code raw}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param word as {@link #word()} gives it
     * @throws IllegalArgumentException if there is no such way
     */
    public static InputScaling of(String word) {
        for (InputScaling scaling : values()) {
            if (scaling.word().equals(word)) {
                return scaling;
            }
        }
        throw new IllegalArgumentException("inputs must be auto, centered, scaled or raw, but was " + word);
    }
}
