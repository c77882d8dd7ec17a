package io.kinstream.wire;

import io.kinstream.nn.Architecture;
import java.util.Locale;
import java.util.Optional;

/**
 * How weights differ from those they must be, bit by bit; places are named as in an exported file ({@link NpzModel}).
 *
 * @param weights how many there are in all
 * @param differing how many are not the same to the last bit, at least one
 * @param first the first of them, in the order of the file
 * @param greatest the one that is furthest from what it must be
 */
public record WeightsDifference(int weights, int differing, Place first, Place greatest) {

    /**
     * One weight that differs.
     *
     * @param name such as {@code w0[3,17]} or {@code b1[0]}
     */
    public record Place(String name, float must, float is) {

        /** How far apart they are; NaN if one is not a number. */
        public double distance() {
            return Math.abs((double) must - is);
        }

        /** Both numbers with their bits, since two of them may look alike. */
        @Override
        public String toString() {
            return name + " must be " + bits(must) + ", but was " + bits(is);
        }

        private static String bits(float number) {
            return String.format(Locale.ROOT, "%s (0x%08x)", number, Float.floatToRawIntBits(number));
        }
    }

    /**
     * Compares two arrays of the same architecture.
     *
     * @return empty if they are the same, bit for bit
     */
    public static Optional<WeightsDifference> between(Architecture architecture, float[] must, float[] is) {
        int differing = 0;
        int first = -1;
        int greatest = -1;
        for (int i = 0; i < must.length; i++) {
            if (Float.floatToRawIntBits(must[i]) != Float.floatToRawIntBits(is[i])) {
                differing++;
                first = first < 0 ? i : first;
                greatest = greatest < 0 || further(must, is, i, greatest) ? i : greatest;
            }
        }
        return differing == 0
                ? Optional.empty()
                : Optional.of(new WeightsDifference(
                        must.length,
                        differing,
                        place(architecture, must, is, first),
                        place(architecture, must, is, greatest)));
    }

    private static boolean further(float[] must, float[] is, int one, int other) {
        return Math.abs((double) must[one] - is[one]) > Math.abs((double) must[other] - is[other]);
    }

    private static Place place(Architecture architecture, float[] must, float[] is, int index) {
        return new Place(name(architecture, index), must[index], is[index]);
    }

    static String name(Architecture architecture, int index) {
        int layer = architecture.depth() - 1;
        while (architecture.offset(layer) > index) {
            layer--;
        }
        int within = index - architecture.offset(layer);
        int outputs = architecture.outputs(layer);
        int input = within / outputs;
        int output = within % outputs;
        return input < architecture.inputs(layer)
                ? "w" + layer + "[" + input + "," + output + "]"
                : "b" + layer + "[" + output + "]";
    }
}
