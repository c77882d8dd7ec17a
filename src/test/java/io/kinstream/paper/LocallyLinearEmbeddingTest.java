package io.kinstream.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

class LocallyLinearEmbeddingTest {

    /** A strip of paper, rolled up: along the roll, across it. */
    private static float[] rolled(double along, double across) {
        double angle = 1.5 * Math.PI * (1 + 2 * along);
        return new float[] {(float) (angle * Math.cos(angle)), (float) (angle * Math.sin(angle)), (float) across};
    }

    @Test
    void aRollIsUnrolledAndNewcomersFindTheirPlace() {
        SplittableRandom random = new SplittableRandom(1);
        double[] along = random.doubles(1200).toArray();
        float[][] items = IntStream.range(0, along.length)
                .mapToObj(i -> rolled(along[i], 20 * random.nextDouble()))
                .toArray(float[][]::new);
        LocallyLinearEmbedding lle = LocallyLinearEmbedding.fit(Arrays.copyOf(items, 1000), 12, 2);
        float[][] newcomers = lle.place(Arrays.copyOfRange(items, 1000, 1200));
        double[] known = Arrays.copyOf(along, 1000);
        double[] asked = Arrays.copyOfRange(along, 1000, 1200);
        double unrolled = Regression.fit(lle.places(), known).r2(newcomers, asked);
        double asItIs =
                Regression.fit(Arrays.copyOf(items, 1000), known).r2(Arrays.copyOfRange(items, 1000, 1200), asked);
        assertTrue(unrolled > 0.9, "along the roll, R² was " + unrolled);
        assertTrue(asItIs < 0.5, "in space, R² was " + asItIs);
    }

    /** The Laplacian of a path of n: eigenvalues 2 - 2 cos(pi k / n), eigenvectors cos(pi k (i + 1/2) / n). */
    @Test
    void theSmoothestWavesOfAPathAreFound() {
        int n = 60;
        DMatrixRMaj laplacian = new DMatrixRMaj(n, n);
        for (int i = 0; i + 1 < n; i++) {
            laplacian.add(i, i, 1);
            laplacian.add(i + 1, i + 1, 1);
            laplacian.add(i, i + 1, -1);
            laplacian.add(i + 1, i, -1);
        }
        double[][] found = SmallestEigenvectors.centred(laplacian, 3);
        for (int k = 1; k <= 3; k++) {
            double product = 0;
            for (int i = 0; i < n; i++) {
                product += found[k - 1][i] * Math.cos(Math.PI * k * (i + 0.5) / n) * Math.sqrt(2.0 / n);
            }
            assertEquals(1, Math.abs(product), 1e-9, "wave " + k);
        }
    }
}
