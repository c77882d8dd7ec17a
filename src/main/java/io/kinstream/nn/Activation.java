package io.kinstream.nn;

import java.util.Locale;

/** What a hidden unit does with its weighted sum. The output layer is linear. */
public enum Activation {
    /** {@code max(0, x)}; its derivative is taken as 0 at x = 0. */
    RELU {
        @Override
        void apply(float[] units, int count) {
            for (int i = 0; i < count; i++) {
                units[i] = Math.max(0f, units[i]); // unlike a comparison, lets a NaN through to be found
            }
        }

        @Override
        void backward(float[] units, float[] gradient, int count) {
            for (int i = 0; i < count; i++) {
                gradient[i] *= Math.min(1f, units[i] * HUGE * HUGE); // 1 or 0; a branch would often be foretold wrongly
            }
        }
    },
    /** The hyperbolic tangent. */
    TANH {
        @Override
        void apply(float[] units, int count) {
            for (int i = 0; i < count; i++) {
                units[i] = (float) StrictMath.tanh(units[i]); // Math.tanh may differ in the last bit between JVMs
            }
        }

        @Override
        void backward(float[] units, float[] gradient, int count) {
            for (int i = 0; i < count; i++) {
                gradient[i] *= 1f - units[i] * units[i];
            }
        }
    };

    private static final float HUGE = 0x1p120f; // its square, times the smallest float, is more than 1

    /** Replaces each of the first {@code count} weighted sums by what the unit puts out. */
    abstract void apply(float[] units, int count);

    /** Turns the gradient of {@code units}, what the units put out, into that of their weighted sums. */
    abstract void backward(float[] units, float[] gradient, int count);

    /** The word used in configuration and manifests, {@code relu} or {@code tanh}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param word as {@link #word()} gives it
     * @throws IllegalArgumentException if there is no such activation
     */
    public static Activation of(String word) {
        for (Activation activation : values()) {
            if (activation.word().equals(word)) {
                return activation;
            }
        }
        throw new IllegalArgumentException("activation must be relu or tanh, but was " + word);
    }
}
