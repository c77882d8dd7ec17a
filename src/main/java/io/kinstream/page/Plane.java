package io.kinstream.page;

import io.kinstream.nn.Pca;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Vectors as points of a plane: as they are if they have two dimensions, else along the two directions in which they
 * differ most.
 *
 * @param points [vectors x 2]
 * @param explained share of the variance that lies in the plane, [0..1]
 * @param turns whether the directions are only as good as any turned ones, and so may jump from one time to the next
 */
record Plane(float[][] points, double explained, boolean turns) {

    private static final int AXES = 2;

    /** The covariance of more dimensions would take too long; those of the largest variance show nearly the same. */
    private static final int MOST_DIMENSIONS = 128;

    static Plane of(float[][] vectors) {
        if (vectors.length < 2 || vectors[0].length <= AXES) {
            return new Plane(Stream.of(vectors).map(Plane::coordinates).toArray(float[][]::new), 1, false);
        }
        float[][] rows = vectors[0].length > MOST_DIMENSIONS ? widest(vectors) : vectors;
        Pca pca = Pca.fit(rows, AXES);
        float[][] points = Stream.of(rows).map(pca::project).toArray(float[][]::new);
        return new Plane(points, pca.explained()[0] + pca.explained()[1], true);
    }

    private static float[] coordinates(float[] vector) {
        return Arrays.copyOf(vector, AXES);
    }

    private static float[][] widest(float[][] vectors) {
        double[] variances = variances(vectors);
        int[] dimensions = IntStream.range(0, variances.length)
                .boxed()
                .sorted(Comparator.comparingDouble(d -> -variances[d]))
                .limit(MOST_DIMENSIONS)
                .mapToInt(Integer::intValue)
                .toArray();
        float[][] rows = new float[vectors.length][MOST_DIMENSIONS];
        for (int i = 0; i < rows.length; i++) {
            for (int d = 0; d < MOST_DIMENSIONS; d++) {
                rows[i][d] = vectors[i][dimensions[d]];
            }
        }
        return rows;
    }

    private static double[] variances(float[][] vectors) {
        double[] variances = new double[vectors[0].length];
        for (int d = 0; d < variances.length; d++) {
            double mean = 0;
            for (float[] vector : vectors) {
                mean += vector[d] / (double) vectors.length;
            }
            for (float[] vector : vectors) {
                variances[d] += (vector[d] - mean) * (vector[d] - mean);
            }
        }
        return variances;
    }
}
