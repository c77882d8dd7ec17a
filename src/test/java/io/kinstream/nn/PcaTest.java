package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PcaTest {
    // Mean (10, 20); along (0.6, 0.8) the rows lie at -5 and 5, along (-0.8, 0.6) at -1 and 1.
    private static final float[][] CROSS = {{7, 16}, {13, 24}, {10.8f, 19.4f}, {9.2f, 20.6f}};

    @Test
    void componentsAreTheAxesOfTheDataLargestVarianceFirst() {
        Pca pca = Pca.fit(CROSS, 2);
        assertArrayEquals(new float[] {0, 0}, pca.project(new float[] {10, 20}), 1e-5f);
        assertArrayEquals(new float[] {5, 0}, pca.project(new float[] {13, 24}), 1e-5f);
        // The sign makes the largest entry positive: (0.8, -0.6).
        assertArrayEquals(new float[] {0, 1}, pca.project(new float[] {10.8f, 19.4f}), 1e-5f);
    }

    @Test
    void explainedSharesAreThoseOfTheVariances() {
        // 2 * 25 along the first axis, 2 * 1 along the second.
        assertArrayEquals(new float[] {25 / 26f, 1 / 26f}, Pca.fit(CROSS, 2).explained(), 1e-6f);
    }

    @Test
    void allComponentsKeepDistances() {
        float[][] rows = random(50, 7, 1);
        Pca pca = Pca.fit(rows, 7);
        for (int i = 1; i < rows.length; i++) {
            assertEquals(
                    distance(rows[0], rows[i]), distance(pca.project(rows[0]), pca.project(rows[i])), 1e-5, "row " + i);
        }
    }

    @Test
    void projectionsAreCentredAndUncorrelated() {
        // More rows than are multiplied at once, and fewer than twice that.
        float[][] rows = random(1500, 5, 2);
        for (float[] row : rows) {
            row[1] += 2 * row[0] + 100;
        }
        Pca pca = Pca.fit(rows, 3);
        double[] mean = new double[3];
        double[][] products = new double[3][3];
        for (float[] row : rows) {
            float[] z = pca.project(row);
            for (int i = 0; i < 3; i++) {
                mean[i] += z[i] / rows.length;
                for (int j = 0; j < 3; j++) {
                    products[i][j] += (double) z[i] * z[j] / (rows.length - 1);
                }
            }
        }
        assertArrayEquals(new double[3], mean, 1e-5);
        double total = 0;
        Spectrum spectrum = Spectrum.of(rows, false);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                assertEquals(i == j ? spectrum.variances()[i] : 0, products[i][j], 1e-4, i + "," + j);
            }
            total += pca.explained()[i];
        }
        assertEquals(
                (products[0][0] + products[1][1] + products[2][2]) / spectrum.total(), total, 1e-5, "explained share");
    }

    @Test
    void rowsWithoutVarianceProjectToNothing() {
        Pca pca = Pca.fit(new float[][] {{1, 2}, {1, 2}, {1, 2}}, 1);
        assertArrayEquals(new float[] {0}, pca.project(new float[] {1, 2}));
        assertArrayEquals(new float[] {0}, pca.explained());
    }

    @Test
    void impossibleRequestsAreRefused() {
        assertRefused("components must be from 1 to the number of inputs, but was 3", () -> Pca.fit(CROSS, 3));
        assertRefused("components must be from 1 to the number of inputs, but was 0", () -> Pca.fit(CROSS, 0));
        assertRefused("rows must be at least 2, but was 1", () -> Pca.fit(new float[][] {{1}}, 1));
        assertRefused(
                "length of row 1 must be that of row 0, 2, but was 1", () -> Pca.fit(new float[][] {{1, 2}, {3}}, 1));
        assertRefused("row 1 must be finite, but was NaN", () -> Pca.fit(new float[][] {{1}, {Float.NaN}}, 1));
        assertRefused(
                "row must have 2 inputs, but was 1", () -> Pca.fit(CROSS, 1).project(new float[1]));
    }

    private static void assertRefused(String message, Runnable request) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, request::run).getMessage());
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += Math.pow((double) a[d] - b[d], 2);
        }
        return Math.sqrt(sum);
    }

    private static float[][] random(int rows, int columns, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] values = new float[rows][columns];
        for (float[] row : values) {
            for (int d = 0; d < columns; d++) {
                row[d] = (float) random.nextDouble(-1, 1);
            }
        }
        return values;
    }
}
