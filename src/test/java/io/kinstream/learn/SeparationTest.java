package io.kinstream.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeparationTest {

    @Test
    void kindsThatDoNotOverlapAreSeparatedInTheMiddleOfTheGap() {
        assertEquals(new Separation(1, 0, 1.5, 1), Separation.of(new float[] {0, 1}, new float[] {2, 3, 4}));
    }

    /** Wrong way round, no rule beats calling every pair the commoner kind: here similar, "below more than 3". */
    @Test
    void kindsTheWrongWayRoundAreWorseThanGuessing() {
        Separation separation = Separation.of(new float[] {2, 2.5f, 3}, new float[] {0, 1});
        assertEquals(new Separation(0, 1, Math.nextUp(3.0), 0.6), separation);
    }

    @Test
    void whenDissimilarPairsAreCommonerAndNothingSeparatesNoPairIsTakenForSimilar() {
        Separation separation = Separation.of(new float[] {3}, new float[] {1, 2});
        assertEquals(0.5, separation.threshold());
        assertEquals(2 / 3.0, separation.accuracy());
    }

    @Test
    void equalDistancesAreGuessing() {
        Separation separation = Separation.of(new float[] {1, 1}, new float[] {1, 1});
        assertEquals(new Separation(0.5, 0.5, 0.5, 0.5), separation);
    }

    /** All distances 0, a collapsed model: no threshold below 0 exists, so the one that takes no pair for similar is 0. */
    @Test
    void aCollapsedModelIsGuessing() {
        assertEquals(new Separation(0.5, 0.5, 0, 0.5), Separation.of(new float[] {0}, new float[] {0}));
    }

    @Test
    void onePairOfFourInTheWrongOrderCostsAQuarterOfTheArea() {
        // Couples (similar, dissimilar): 1<2, 1<4, 3>2, 3<4.
        Separation separation = Separation.of(new float[] {1, 3}, new float[] {2, 4});
        assertEquals(new Separation(0.75, 0.5, 1.5, 0.75), separation);
    }

    /** One ROC step from (0, 1/2) to (1/2, 1) through the tie at 2; the diagonal FA = FR is met half way, at 1/4. */
    @Test
    void theEqualErrorRateIsInterpolatedOnATie() {
        Separation separation = Separation.of(new float[] {1, 2}, new float[] {2, 3});
        assertEquals(0.25, separation.equalErrorRate());
        assertEquals(0.875, separation.auc());
    }

    @ParameterizedTest
    @CsvSource({
        "1,40,60,5",
        "2,60,40,5",
        "3,1,1,2",
        "4,1,99,20",
        "5,99,1,20",
        "6,200,200,1000000",
        "7,50,50,1",
        "8,30,30,3"
    })
    void agreesWithCountingEveryCouple(long seed, int similarPairs, int dissimilarPairs, int distinct) {
        for (int round = 0; round < 20; round++) {
            Random random = new Random(1000 * seed + round);
            float[] similar = distances(random, similarPairs, distinct, 0);
            float[] dissimilar = distances(random, dissimilarPairs, distinct, 0.2f);

            Separation separation = Separation.of(similar, dissimilar);

            assertEquals(countedAuc(similar, dissimilar), separation.auc(), 1e-12);
            assertEquals(countedEqualErrorRate(similar, dissimilar), separation.equalErrorRate(), 1e-12);
            assertEquals(bestAccuracy(similar, dissimilar), separation.accuracy(), 1e-12);
            assertEquals(separation.accuracy(), accuracy(similar, dissimilar, separation.threshold()), 1e-12);
            assertNoDistanceIs(separation.threshold(), similar, dissimilar);
        }
    }

    @Test
    void noPairOfAKindIsNoSeparation() {
        Separation undefined = new Separation(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        assertEquals(undefined, Separation.of(new float[0], new float[] {1}));
        assertEquals(undefined, Separation.of(new float[] {1}, new float[0]));
    }

    private static float[] distances(Random random, int count, int distinct, float shift) {
        float[] distances = new float[count];
        for (int i = 0; i < count; i++) {
            distances[i] = (1 + random.nextInt(distinct)) / (float) distinct + (random.nextInt(3) == 0 ? shift : 0);
        }
        Arrays.sort(distances);
        return distances;
    }

    private static double countedAuc(float[] similar, float[] dissimilar) {
        double wins = 0;
        for (float s : similar) {
            for (float d : dissimilar) {
                wins += s < d ? 1 : s == d ? 0.5 : 0;
            }
        }
        return wins / similar.length / dissimilar.length;
    }

    /**
     * By bisection instead of the formula: the share of pairs at a distance v that is accepted is a free choice
     * in [0, 1] when they tie, and both error rates are linear in it.
     */
    private static double countedEqualErrorRate(float[] similar, float[] dissimilar) {
        float[] all = new float[similar.length + dissimilar.length];
        System.arraycopy(similar, 0, all, 0, similar.length);
        System.arraycopy(dissimilar, 0, all, similar.length, dissimilar.length);
        Arrays.sort(all);
        double low = 0;
        double high = all.length;
        for (int i = 0; i < 100; i++) {
            double middle = (low + high) / 2;
            float distance = all[(int) Math.min(middle, all.length - 1.0)];
            double share = (middle - below(all, distance)) / (below(all, Math.nextUp(distance)) - below(all, distance));
            if (rate(dissimilar, distance, share) < 1 - rate(similar, distance, share)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        float distance = all[(int) Math.min(low, all.length - 1.0)];
        double share = (low - below(all, distance)) / (below(all, Math.nextUp(distance)) - below(all, distance));
        return rate(dissimilar, distance, share);
    }

    private static double rate(float[] distances, float distance, double shareOfTies) {
        double less = below(distances, distance);
        return (less + shareOfTies * (below(distances, Math.nextUp(distance)) - less)) / distances.length;
    }

    private static int below(float[] distances, double limit) {
        int count = 0;
        for (float distance : distances) {
            count += distance < limit ? 1 : 0;
        }
        return count;
    }

    private static double bestAccuracy(float[] similar, float[] dissimilar) {
        double best = accuracy(similar, dissimilar, 0);
        for (float[] distances : new float[][] {similar, dissimilar}) {
            for (float distance : distances) {
                best = Math.max(best, accuracy(similar, dissimilar, Math.nextUp((double) distance)));
            }
        }
        return best;
    }

    private static double accuracy(float[] similar, float[] dissimilar, double threshold) {
        int correct = below(similar, threshold) + dissimilar.length - below(dissimilar, threshold);
        return (double) correct / (similar.length + dissimilar.length);
    }

    private static void assertNoDistanceIs(double threshold, float[] similar, float[] dissimilar) {
        assertTrue(threshold > 0);
        for (float[] distances : new float[][] {similar, dissimilar}) {
            for (float distance : distances) {
                assertFalse(distance == threshold, "a pair lies at the threshold " + threshold);
            }
        }
    }
}
