package io.kinstream.learn;

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
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DivergenceTest {

    private static final Pair HUGE = new Pair(dense(3e38f), dense(-3e38f), Label.SIMILAR, 1);
    private static final float RATE = 0.01f;

    private final Random random = new Random(4);
    private final Divergence divergence = new Divergence(settings(RATE));

    @Test
    void sixteenSoundPairsRefusedInARowAreADivergedModel() {
        refuseSound(15);
        assertTrue(divergence.refused(sound(), RATE));
    }

    @Test
    void aStepThatChangesWeightsEndsTheRow() {
        refuseSound(15);
        divergence.taken(0.1f);
        refuseSound(15);
    }

    @Test
    void aPairThatLeavesTheWeightsAloneDoesNotEndTheRow() {
        refuseSound(15);
        divergence.taken(0);
        assertTrue(divergence.refused(sound(), RATE));
    }

    @Test
    void aPairAtFaultNeitherCountsNorEndsTheRow() {
        refuseSound(15);
        for (int i = 0; i < 40; i++) {
            assertFalse(divergence.refused(HUGE, RATE));
        }
        assertTrue(divergence.refused(sound(), RATE));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 16", "10, 1", "10, 16", "1000, 16"})
    void aRateFarTooHighEndsTheLearnerWhateverTheLabels(float rate, int batchSize) {
        SiameseLearner learner = new SiameseLearner(settings(rate));
        List<Integer> refused = new ArrayList<>();
        DivergedException end = assertThrows(DivergedException.class, () -> {
            for (int batch = 0; batch < 5000 / batchSize; batch++) {
                refused.addAll(learner.learn(batch(batchSize)).refused());
            }
        });
        assertTrue(refused.size() < 16 * 2, "sound pairs were called bad " + refused.size() + " times before");
        assertTrue(end.index() < batchSize);
        assertFinite(learner.encoder().parameters());
    }

    /** Sound pairs that the model refuses now and then, each time followed by steps that it takes. */
    @Test
    void refusalsNowAndThenNeverEndTheLearner() {
        SiameseLearner learner = new SiameseLearner(settings(RATE));
        learner.encoder().parameters()[0] = 1e25f; // of the first input alone
        Pair refused = new Pair(single(0, 1e6f), single(1, 1f), Label.SIMILAR, 1);
        Pair taken = new Pair(single(2, 1f), single(3, 1f), Label.SIMILAR, 1);
        for (int round = 0; round < 20; round++) {
            assertEquals(List.of(0), learner.learn(List.of(refused, taken)).refused());
        }
    }

    private static Features single(int index, float value) {
        float[] values = new float[6];
        values[index] = value;
        return new Features.Dense(values);
    }

    @Test
    void hugePairsAmongGoodOnesNeverEndTheLearner() {
        SiameseLearner learner = new SiameseLearner(settings(RATE));
        for (int round = 0; round < 20; round++) {
            List<Pair> mixed = batch(8);
            mixed.addAll(Collections.nCopies(40, HUGE));
            mixed.addAll(batch(8));
            assertEquals(16, learner.learn(mixed).learned());
        }
        assertEquals(20 * 16, learner.pairsLearned());
    }

    private void refuseSound(int times) {
        for (int i = 0; i < times; i++) {
            assertFalse(divergence.refused(sound(), RATE), "after " + i);
        }
    }

    private List<Pair> batch(int size) {
        List<Pair> batch = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            batch.add(sound());
        }
        return batch;
    }

    /** Two noisy points of two kinds. */
    private Pair sound() {
        boolean similar = random.nextBoolean();
        boolean kind = random.nextBoolean();
        return new Pair(point(kind), point(kind == similar), similar ? Label.SIMILAR : Label.DISSIMILAR, 1);
    }

    private Features point(boolean kind) {
        float[] values = new float[6];
        for (int i = 0; i < values.length; i++) {
            values[i] = (kind == (i % 2 == 0) ? 1 : 0) + (float) random.nextGaussian() / 4;
        }
        return new Features.Dense(values);
    }

    private static Features dense(float all) {
        return new Features.Dense(new float[] {all, all, all, all, all, all});
    }

    private static LearnerSettings settings(float rate) {
        return new LearnerSettings(
                Architecture.of("6,16,4", Activation.RELU),
                1,
                ContrastiveLoss.drlim(1),
                LearningRate.constant(rate),
                100);
    }

    private static void assertFinite(float[] values) {
        for (float value : values) {
            assertTrue(Float.isFinite(value));
        }
    }
}
