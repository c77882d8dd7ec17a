package io.kinstream.bench;

import io.kinstream.nn.Activation;
import io.kinstream.nn.Features;
import java.util.Arrays;
import java.util.Locale;

/**
 * One kind of stream that the defaults have to cope with.
 *
 * @param scale factor on the features
 * @param similarShare of the pairs
 * @param sparse digits white on black, four fifths of them zeros that are left out; else black on white, with hardly a zero
 */
record GridCell(float scale, double similarShare, Activation activation, boolean sparse) {

    /** The stream in its natural unit. */
    GridCell unscaled() {
        return new GridCell(1, similarShare, activation, sparse);
    }

    /** A digit as this stream has it. */
    Features features(float[] pixels) {
        return sparse ? sparse(pixels) : dense(pixels);
    }

    private Features dense(float[] pixels) {
        float[] values = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            values[i] = scale * (1 - pixels[i]);
        }
        return new Features.Dense(values);
    }

    private Features sparse(float[] pixels) {
        int count = 0;
        int[] indices = new int[pixels.length];
        float[] values = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            indices[count] = i;
            values[count] = scale * pixels[i];
            count += pixels[i] == 0 ? 0 : 1;
        }
        return new Features.Sparse(Arrays.copyOf(indices, count), Arrays.copyOf(values, count));
    }

    /** Such as {@code scale 0.001, 5 % similar, relu, sparse}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "scale %s, %.0f %% similar, %s, %s",
                Ratio.digits(scale),
                100 * similarShare,
                activation.word(),
                sparse ? "sparse" : "dense");
    }
}
