package io.kinstream.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kinstream.nn.Distance;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighboursTest {

    @Test
    void theNearestAreThoseOfAFullSort() {
        SplittableRandom random = new SplittableRandom(1);
        float[][] vectors = new float[60][3];
        for (float[] vector : vectors) {
            for (int d = 0; d < vector.length; d++) {
                vector[d] = (float) random.nextDouble();
            }
        }
        for (int i = 0; i < vectors.length; i++) {
            int from = i;
            int[] sorted = IntStream.range(0, vectors.length)
                    .filter(other -> other != from)
                    .boxed()
                    .sorted(Comparator.comparingDouble(other -> distance(vectors[from], vectors[other])))
                    .limit(5)
                    .mapToInt(Integer::intValue)
                    .toArray();
            Neighbours near = Neighbours.of(Distance.EUCLIDEAN, vectors, from, 5);
            assertArrayEquals(sorted, near.items());
            assertEquals(distance(vectors[from], vectors[sorted[0]]), near.distances()[0], 1e-6);
        }
    }

    @Test
    void thereAreFewerWhereThereAreNotAsManyOthers() {
        float[][] vectors = {{0}, {3}, {1}};
        Neighbours near = Neighbours.of(Distance.EUCLIDEAN, vectors, 0, 5);
        assertArrayEquals(new int[] {2, 1}, near.items());
        assertArrayEquals(new double[] {1, 3}, near.distances());
    }

    /** By angle the second is nearest to the first, by place the third. */
    @Test
    void nearIsWhatTheLossCallsNear() {
        float[][] vectors = {{1, 1}, {9, 9}, {1, 0}};
        assertArrayEquals(
                new int[] {1, 2}, Neighbours.of(Distance.COSINE, vectors, 0, 5).items());
        assertArrayEquals(
                new int[] {2, 1},
                Neighbours.of(Distance.EUCLIDEAN, vectors, 0, 5).items());
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += Math.pow((double) a[d] - b[d], 2);
        }
        return Math.sqrt(sum);
    }
}
