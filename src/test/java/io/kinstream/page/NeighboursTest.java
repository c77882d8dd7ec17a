package io.kinstream.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
            Neighbours near = Neighbours.of(vectors, from, 5);
            assertArrayEquals(sorted, near.items());
            assertEquals(distance(vectors[from], vectors[sorted[0]]), near.distances()[0], 1e-6);
        }
    }

    @Test
    void thereAreFewerWhereThereAreNotAsManyOthers() {
        float[][] vectors = {{0}, {3}, {1}};
        Neighbours near = Neighbours.of(vectors, 0, 5);
        assertArrayEquals(new int[] {2, 1}, near.items());
        assertArrayEquals(new double[] {1, 3}, near.distances());
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += Math.pow((double) a[d] - b[d], 2);
        }
        return Math.sqrt(sum);
    }
}
