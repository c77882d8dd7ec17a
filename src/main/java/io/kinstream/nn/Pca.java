package io.kinstream.nn;

import java.util.Arrays;

/**
 * Principal component analysis: the orthogonal directions of largest variance. It is the yardstick an unsupervised
 * embedding of the same size has to beat.
 */
public final class Pca {
    private final float[] mean;
    private final float[][] components;
    private final float[] explained;

    private Pca(float[] mean, float[][] components, float[] explained) {
        this.mean = mean;
        this.components = components;
        this.explained = explained;
    }

    /**
     * @param rows [rows x inputs], at least 2 rows, all finite
     * @param components how many to keep, from 1 to inputs
     * @throws IllegalArgumentException if rows or components are not so
     * @throws ArithmeticException if the eigenvalues do not converge
     */
    public static Pca fit(float[][] rows, int components) {
        if (components < 1 || rows.length > 0 && components > rows[0].length) {
            throw new IllegalArgumentException(
                    "components must be from 1 to the number of inputs, but was " + components);
        }
        Spectrum spectrum = Spectrum.of(rows, true);
        double total = spectrum.total();
        float[] explained = new float[components];
        for (int i = 0; i < components; i++) {
            explained[i] = total == 0 ? 0 : (float) (spectrum.variances()[i] / total);
        }
        return new Pca(spectrum.mean(), Arrays.copyOf(spectrum.directions(), components), explained);
    }

    /**
     * Where a vector lies along the components, measured from the mean.
     *
     * @param row [inputs]
     * @return [components], largest variance first
     */
    public float[] project(float[] row) {
        if (row.length != mean.length) {
            throw new IllegalArgumentException("row must have " + mean.length + " inputs, but was " + row.length);
        }
        float[] projected = new float[components.length];
        for (int i = 0; i < projected.length; i++) {
            float sum = 0;
            for (int d = 0; d < row.length; d++) {
                sum += components[i][d] * (row[d] - mean[d]);
            }
            projected[i] = sum;
        }
        return projected;
    }

    /** The share of the total variance along each component, each in [0, 1], largest first; 0 if there is none. */
    public float[] explained() {
        return explained.clone();
    }
}
