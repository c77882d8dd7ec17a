package io.kinstream.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SiameseLearnerTest {
    private static final LearnerSettings SETTINGS = settings("5,8,3", 7, 1);
    private static final Pair HUGE = new Pair(dense(3e38f), dense(-3e38f), Label.SIMILAR, 1);

    private final Random random = new Random(21);
    private final SiameseLearner learner = new SiameseLearner(SETTINGS);

    private static LearnerSettings settings(String layers, long seed, float margin) {
        Architecture architecture = Architecture.of(layers, Activation.RELU);
        return new LearnerSettings(
                architecture, seed, ContrastiveLoss.drlim(margin), LearningRate.decaying(0.1f, 50, 0.5f), 100);
    }

    private static Features dense(float all) {
        return new Features.Dense(new float[] {all, all, all, all, all});
    }

    private Pair pair() {
        return new Pair(
                features(),
                features(),
                random.nextBoolean() ? Label.SIMILAR : Label.DISSIMILAR,
                0.5f + random.nextFloat());
    }

    private Features features() {
        if (random.nextBoolean()) {
            return new Features.Sparse(new int[] {1, 3}, new float[] {random.nextFloat(), random.nextFloat()});
        }
        return new Features.Dense(new float[] {
            random.nextFloat(), random.nextFloat(), random.nextFloat(), random.nextFloat(), random.nextFloat()
        });
    }

    private List<Pair> batch(int size) {
        List<Pair> batch = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            batch.add(pair());
        }
        return batch;
    }

    @Test
    void everyPairLearnedCountsOnce() {
        assertEquals(0, learner.pairsLearned());
        BatchResult result = learner.learn(batch(4));
        assertEquals(4, result.learned());
        assertEquals(List.of(), result.refused());
        assertTrue(result.gradientNorm() > 0);
        learner.learn(batch(3));
        assertEquals(7, learner.pairsLearned());
        assertEquals(7, learner.state().prequential().distances().length);
    }

    @Test
    void aDissimilarPairBeyondTheMarginCountsAndIsScoredButChangesNoWeight() {
        float[] before = learner.state().parameters();
        BatchResult result = learner.learn(List.of(new Pair(dense(-50), dense(50), Label.DISSIMILAR, 1)));
        assertEquals(new BatchResult(1, List.of(), 0, 0), result);
        assertArrayEquals(before, learner.encoder().parameters());
        assertEquals(1, learner.pairsLearned());
        assertArrayEquals(new float[] {0}, learner.state().prequential().losses());
    }

    /** Half the square of the margin is lost for good; two vectors are one however they are written. */
    @Test
    void pairsOfEqualItemsCalledDissimilarAreCountedAndLearnedAsBefore() {
        Features dense = new Features.Dense(new float[] {0, 2, 0, 3, 0});
        Features same = new Features.Dense(new float[] {0, 2, -0f, 3, 0});
        Features sparse = new Features.Sparse(new int[] {1, 2, 3}, new float[] {2, 0, 3});
        Features other = new Features.Sparse(new int[] {1, 3, 4}, new float[] {2, 3, 1});
        float[] before = learner.state().parameters();
        assertEquals(
                new BatchResult(3, List.of(), 3, 0),
                learner.learn(List.of(
                        new Pair(dense, same, Label.DISSIMILAR, 1),
                        new Pair(dense, sparse, Label.DISSIMILAR, 1),
                        new Pair(sparse, dense, Label.DISSIMILAR, 1))));
        assertArrayEquals(before, learner.encoder().parameters());
        assertEquals(3, learner.pairsLearned());
        assertArrayEquals(
                new float[] {0.5f, 0.5f, 0.5f}, learner.state().prequential().losses(), 1e-6f);
        List<Pair> sound = List.of(
                new Pair(dense, same, Label.SIMILAR, 1),
                new Pair(dense, other, Label.DISSIMILAR, 1),
                new Pair(other, sparse, Label.DISSIMILAR, 1),
                new Pair(sparse, other, Label.DISSIMILAR, 1),
                new Pair(other, dense, Label.DISSIMILAR, 1));
        assertEquals(0, learner.learn(sound).contradictory());
    }

    @Test
    void contradictoryPairsAreCountedWhereABatchIsLearnedOneByOne() {
        Pair contradictory = new Pair(dense(1), dense(1), Label.DISSIMILAR, 1);
        Pair huge = new Pair(dense(3e38f), dense(-3e38f), Label.SIMILAR, 1);
        BatchResult result = learner.learn(List.of(contradictory, pair(), huge));
        assertEquals(List.of(2), result.refused());
        assertEquals(1, result.contradictory());
    }

    @Test
    void anEmptyBatchChangesNothing() {
        float[] before = learner.state().parameters();
        assertEquals(new BatchResult(0, List.of(), 0, 0), learner.learn(List.of()));
        assertArrayEquals(before, learner.encoder().parameters());
    }

    @Test
    void allPairsOfABatchAreScoredWithTheSameWeights() {
        List<Pair> batch = batch(6);
        float[] distances = new float[6];
        for (int i = 0; i < 6; i++) {
            SiameseLearner fresh = new SiameseLearner(SETTINGS);
            fresh.learn(batch.subList(i, i + 1));
            distances[i] = fresh.state().prequential().distances()[0];
        }
        learner.learn(batch);
        assertArrayEquals(distances, learner.state().prequential().distances(), 1e-6f);
    }

    @Test
    void theScheduleSeesThePairsLearnedBeforeTheBatch() {
        List<Long> asked = new ArrayList<>();
        LearningRate rate = pairs -> {
            asked.add(pairs);
            return 0.1f;
        };
        SiameseLearner learner = new SiameseLearner(
                new LearnerSettings(SETTINGS.architecture(), 7, ContrastiveLoss.drlim(1), rate, 100));
        learner.learn(batch(4));
        learner.learn(batch(2));
        learner.learn(batch(1));
        assertEquals(List.of(0L, 4L, 6L), asked);
    }

    /** The fold of a batch that is not finite: as if its pairs had come one by one, without the culprits. */
    @Test
    void onlyTheCulpritsOfABatchAreRefused() {
        List<Pair> good = batch(4);
        BatchResult result = learner.learn(List.of(good.get(0), HUGE, good.get(1), good.get(2), HUGE, good.get(3)));
        assertEquals(4, result.learned());
        assertEquals(List.of(1, 4), result.refused());
        assertEquals(4, learner.pairsLearned());

        SiameseLearner oneByOne = new SiameseLearner(SETTINGS);
        BatchResult last = null;
        for (Pair pair : good) {
            last = oneByOne.learn(List.of(pair));
        }
        assertSameBits(oneByOne.state(), learner.state());
        assertEquals(last.gradientNorm(), result.gradientNorm());
    }

    @Test
    void aRefusedPairLeavesNoTrace() {
        learner.learn(batch(5));
        LearnerState before = learner.state();
        BatchResult result = learner.learn(List.of(HUGE));
        assertEquals(new BatchResult(0, List.of(0), 0, 0), result);
        assertSameBits(before, learner.state());
    }

    /** The gradient of one is 0.13 * 5e17, which a step may have; that of sixteen is too long. */
    @Test
    void pairsThatAreOnlyTooMuchTogetherAreLearnedOneByOne() {
        LearnerSettings settings = new LearnerSettings(
                Architecture.of("1,1", Activation.RELU),
                1,
                ContrastiveLoss.drlim(1),
                LearningRate.constant(1e-18f),
                100);
        Features one = new Features.Dense(new float[] {1});
        Features zero = new Features.Dense(new float[] {0});
        Pair large = new Pair(one, zero, Label.SIMILAR, 5e17f);
        SiameseLearner learner = new SiameseLearner(settings);
        SiameseLearner oneByOne = new SiameseLearner(settings);
        BatchResult result = learner.learn(Collections.nCopies(16, large));
        for (int i = 0; i < 16; i++) {
            oneByOne.learn(List.of(large));
        }
        assertEquals(List.of(), result.refused());
        assertEquals(16, learner.pairsLearned());
        assertSameBits(oneByOne.state(), learner.state());
        float[] distances = learner.state().prequential().distances();
        assertTrue(distances[15] < distances[0], "the later ones were scored after the earlier ones were learned");
    }

    @Test
    void aRateThatBlowsUpIsRefusedAndTheModelStays() {
        LearnerSettings settings = new LearnerSettings(
                SETTINGS.architecture(), 7, ContrastiveLoss.drlim(1), LearningRate.constant(Float.MAX_VALUE), 10);
        SiameseLearner learner = new SiameseLearner(settings);
        float[] before = learner.state().parameters();
        Pair strong = new Pair(dense(100), dense(-100), Label.SIMILAR, 100);
        assertEquals(List.of(0, 1), learner.learn(List.of(strong, strong)).refused());
        assertArrayEquals(before, learner.encoder().parameters());
    }

    @Test
    void aRestoredLearnerGoesOnAsIfItHadNeverStopped() {
        List<List<Pair>> batches = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            batches.add(batch(1 + random.nextInt(4)));
        }
        batches.get(40).set(0, HUGE);
        SiameseLearner uninterrupted = new SiameseLearner(SETTINGS);
        SiameseLearner current = learner;
        for (int i = 0; i < 60; i++) {
            uninterrupted.learn(batches.get(i));
            current.learn(batches.get(i));
            if (i % 17 == 5) {
                current = SiameseLearner.restore(SETTINGS, current.state());
            }
        }
        assertSameBits(uninterrupted.state(), current.state());
        assertTrue(uninterrupted.pairsLearned() > 100, "the window has wrapped");
    }

    @Test
    void aStateIsNotChangedByLaterBatches() {
        learner.learn(batch(3));
        LearnerState state = learner.state();
        float[] parameters = state.parameters().clone();
        learner.learn(batch(3));
        assertArrayEquals(parameters, state.parameters());
        assertEquals(3, state.pairsLearned());
        assertEquals(3, state.prequential().distances().length);
        assertFalse(Arrays.equals(parameters, learner.encoder().parameters()));
    }

    @Test
    void aStateOfOtherSettingsIsRefusedNamingEveryDifference() {
        LearnerState state = learner.state();
        Exception refusal = assertThrows(
                IllegalArgumentException.class, () -> SiameseLearner.restore(settings("5,9,3", 8, 2), state));
        assertEquals(
                "the saved model does not fit the settings: layers must be 5,9,3 relu, but was 5,8,3 relu; "
                        + "seed must be 8, but was 7; loss must be drlim of euclidean, margins 0.0 and 2.0, but was drlim of euclidean, margins 0.0 and 1.0",
                refusal.getMessage());
        refusal = assertThrows(
                IllegalArgumentException.class, () -> SiameseLearner.restore(settings("5,8,3", 8, 1), state));
        assertEquals("the saved model does not fit the settings: seed must be 8, but was 7", refusal.getMessage());
    }

    private static void assertSameBits(LearnerState expected, LearnerState actual) {
        assertEquals(expected.pairsLearned(), actual.pairsLearned());
        assertArrayEquals(expected.parameters(), actual.parameters());
        assertArrayEquals(
                expected.prequential().distances(), actual.prequential().distances());
        assertArrayEquals(expected.prequential().losses(), actual.prequential().losses());
        assertArrayEquals(expected.prequential().similar(), actual.prequential().similar());
    }
}
