package io.kinstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kinstream.nn.Pca;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNeighboursTest {
    private static final float[][] LINE = {{0}, {1}, {2}, {3}, {10}};

    // Sizes around those of a block, 128 queries and 1024 gallery vectors.
    @ParameterizedTest
    @CsvSource({"5, 1, 1, 5", "300, 127, 3, 1", "1024, 128, 4, 5", "1025, 129, 4, 5", "2500, 300, 2, 4"})
    void accuracyIsThatOfComparingEveryQueryWithEveryVector(int gallerySize, int querySize, int dimensions, int k) {
        SplittableRandom random = new SplittableRandom(gallerySize);
        float[][] gallery = vectors(random, gallerySize, dimensions);
        float[][] queries = vectors(random, querySize, dimensions);
        int[] galleryClasses = classes(random, gallerySize);
        int[] queryClasses = classes(random, querySize);
        assertEquals(
                bruteForce(gallery, galleryClasses, queries, queryClasses, k),
                NearestNeighbours.accuracy(gallery, galleryClasses, queries, queryClasses, k));
    }

    @Test
    void theMajorityOfTheNeighboursDecides() {
        // The nearest is of class 7, the next two of class 8.
        assertEquals(8, classOf(0.4f, 3, 7, 8, 8, 7, 7));
    }

    @Test
    void aTieGoesToTheSmallestClass() {
        // From 0.4 the order is 0, 1, 2, 3; classes 9 and 4 have two votes each.
        assertEquals(4, classOf(0.4f, 4, 9, 4, 4, 9, 1));
        assertEquals(4, classOf(0.6f, 4, 9, 4, 4, 9, 1));
    }

    @Test
    void ofEquallyNearVectorsTheEarlierOneIsNearer() {
        assertEquals(6, classOf(0.5f, 1, 6, 5, 1, 1, 1));
        assertEquals(6, classOf(0.5f, 1, 6, 5, 5, 6, 1));
    }

    @Test
    void aDistantOriginCostsNoPrecision() {
        float[][] gallery = {{4000, 4000}, {4000.5f, 4000}};
        float[][] queries = {{4000.125f, 4000}, {4000.375f, 4000}};
        assertEquals(1, NearestNeighbours.accuracy(gallery, new int[] {1, 2}, queries, new int[] {1, 2}, 1));
    }

    @Test
    void digitsByTheirPixels() throws Exception {
        Dataset mnist = MnistDataset.bundled();
        double accuracy = NearestNeighbours.accuracy(
                features(mnist.training()),
                categories(mnist.training()),
                features(mnist.heldOut()),
                categories(mnist.heldOut()),
                5);
        // scikit-learn 1.2, KNeighborsClassifier(5), gives .9442.
        assertEquals(0.9442, accuracy, 0.0005);
    }

    @Test
    void digitsByTheirFirst32PrincipalComponents() throws Exception {
        Dataset mnist = MnistDataset.bundled();
        float[][] training = features(mnist.training());
        Pca pca = Pca.fit(training, 32);
        double accuracy = NearestNeighbours.accuracy(
                project(pca, training),
                categories(mnist.training()),
                project(pca, features(mnist.heldOut())),
                categories(mnist.heldOut()),
                5);
        assertEquals(0.958, accuracy, 0.002);
    }

    @Test
    void inputsThatDoNotFitTogetherAreRefused() {
        int[] five = new int[5];
        float[][] query = {{1}};
        int[] one = {0};
        assertRefused("k must be from 1 to the number of gallery vectors, 5, but was 6", LINE, five, query, one, 6);
        assertRefused("k must be from 1 to the number of gallery vectors, 5, but was 0", LINE, five, query, one, 0);
        assertRefused("queries must be at least 1, but was 0", LINE, five, new float[0][], new int[0], 1);
        assertRefused("gallery classes must be 5, but was 1", LINE, one, query, one, 1);
        assertRefused("query classes must be 1, but was 5", LINE, five, query, five, 1);
        assertRefused("dimensions of a query must be 1, but was 2", LINE, five, new float[][] {{1, 2}}, one, 1);
    }

    private static void assertRefused(String message, float[][] gallery, int[] gc, float[][] queries, int[] qc, int k) {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> NearestNeighbours.accuracy(gallery, gc, queries, qc, k));
        assertEquals(message, refusal.getMessage());
    }

    /** The class a query among {@link #LINE} gets, found by asking for each. */
    private static int classOf(float query, int k, int... lineClasses) {
        return IntStream.range(0, 10)
                .filter(c ->
                        NearestNeighbours.accuracy(LINE, lineClasses, new float[][] {{query}}, new int[] {c}, k) == 1)
                .findFirst()
                .orElseThrow();
    }

    private static double bruteForce(float[][] gallery, int[] gc, float[][] queries, int[] qc, int k) {
        int right = 0;
        for (int q = 0; q < queries.length; q++) {
            float[] query = queries[q];
            List<Integer> nearest = IntStream.range(0, gallery.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(g -> squaredDistance(query, gallery[g])))
                    .limit(k)
                    .toList();
            Map<Integer, Integer> votes = new HashMap<>();
            nearest.forEach(g -> votes.merge(gc[g], 1, Integer::sum));
            int most = votes.values().stream().max(Integer::compare).orElseThrow();
            int winner = nearest.stream()
                    .map(g -> gc[g])
                    .filter(c -> votes.get(c) == most)
                    .min(Integer::compare)
                    .orElseThrow();
            if (winner == qc[q]) {
                right++;
            }
        }
        return (double) right / queries.length;
    }

    private static double squaredDistance(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(d -> ((double) a[d] - b[d]) * ((double) a[d] - b[d]))
                .sum();
    }

    private static float[][] vectors(SplittableRandom random, int count, int dimensions) {
        float[][] vectors = new float[count][dimensions];
        for (float[] vector : vectors) {
            for (int d = 0; d < dimensions; d++) {
                vector[d] = (float) random.nextDouble(-1, 1);
            }
        }
        return vectors;
    }

    private static int[] classes(SplittableRandom random, int count) {
        return random.ints(count, 0, 3).toArray();
    }

    private static float[][] features(List<Dataset.Item> items) {
        return items.stream().map(Dataset.Item::features).toArray(float[][]::new);
    }

    private static int[] categories(List<Dataset.Item> items) {
        return items.stream().mapToInt(Dataset.Item::category).toArray();
    }

    private static float[][] project(Pca pca, float[][] rows) {
        return Arrays.stream(rows).map(pca::project).toArray(float[][]::new);
    }
}
