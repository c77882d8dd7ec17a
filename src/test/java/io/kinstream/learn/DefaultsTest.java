package io.kinstream.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Features;
import io.kinstream.nn.InputScaling;
import io.kinstream.nn.Label;
import io.kinstream.testing.Digits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Learning as it is set up by default: from inputs of any scale and in unbalanced streams. */
class DefaultsTest {
    private static final Digits DIGITS = new Digits();
    private static final Architecture ARCHITECTURE = Architecture.of("784,64,8", Activation.RELU);

    private static final ContrastiveLoss LOSS = ContrastiveLoss.drlim(1);

    private static LearnerSettings settings(InputScaling inputs) {
        LearningRate rate = LearningRate.atLeast(0.003f, LearningRate.decaying(0.07f, 20_000, 1));
        return new LearnerSettings(ARCHITECTURE, 1, LOSS, rate, 10_000, inputs, LabelWeights.AUTOMATIC, 1);
    }

    private static Features negative(int digit, float scale) {
        float[] values = DIGITS.dense(digit).values();
        for (int i = 0; i < values.length; i++) {
            values[i] = scale * (1 - values[i]);
        }
        return new Features.Dense(values);
    }

    private static List<List<Pair>> batches(int count, float scale) {
        List<List<Pair>> batches = new ArrayList<>();
        for (Digits.Pair pair : DIGITS.pairs(1, count)) {
            if (batches.isEmpty() || batches.get(batches.size() - 1).size() == 16) {
                batches.add(new ArrayList<>());
            }
            batches.get(batches.size() - 1)
                    .add(new Pair(negative(pair.left(), scale), negative(pair.right(), scale), pair.label(), 1));
        }
        return batches;
    }

    @ParameterizedTest
    @CsvSource({"0.001", "1", "1000"})
    void inputsOfAnyScaleAreLearned(float scale) {
        SiameseLearner learner = new SiameseLearner(settings(InputScaling.AUTO));
        for (List<Pair> batch : batches(4000, scale)) {
            assertEquals(16, learner.learn(batch).learned());
        }
        Prequential judged = new Prequential(2000, LOSS);
        for (Digits.Pair pair : DIGITS.pairs(99, 2000)) {
            float[] left = learner.encoder().embed(negative(pair.left(), scale));
            float[] right = learner.encoder().embed(negative(pair.right(), scale));
            judged.record((float) LOSS.distance().between(left, right), pair.label(), 0);
        }
        assertTrue(judged.quality().auc() > 0.88, "AUC " + judged.quality().auc());
    }

    @Test
    void goesOnFromItsStateToTheSameBits() {
        List<List<Pair>> batches = batches(640, 1);
        SiameseLearner undisturbed = new SiameseLearner(settings(InputScaling.AUTO));
        batches.subList(0, 20).forEach(undisturbed::learn);
        SiameseLearner resumed = SiameseLearner.restore(settings(InputScaling.AUTO), undisturbed.state());
        batches.subList(20, 40).forEach(undisturbed::learn);
        batches.subList(20, 40).forEach(resumed::learn);
        assertArrayEquals(undisturbed.encoder().parameters(), resumed.encoder().parameters());
        assertArrayEquals(undisturbed.state().statistics(), resumed.state().statistics());
        assertEquals(640, undisturbed.state().statistics()[1]);
    }

    /** From equal items nothing can be told of the inputs' size, so the random weights are fitted later. */
    @Test
    void aStreamThatBeginsWithEqualItemsGoesOnToTheSameBitsToo() {
        List<Pair> equal = List.of(new Pair(negative(3, 1), negative(3, 1), Label.DISSIMILAR, 1));
        List<Pair> batch = batches(16, 1).get(0);
        SiameseLearner undisturbed = new SiameseLearner(settings(InputScaling.AUTO));
        undisturbed.learn(equal);
        SiameseLearner resumed = SiameseLearner.restore(settings(InputScaling.AUTO), undisturbed.state());
        undisturbed.learn(batch);
        resumed.learn(batch);
        assertArrayEquals(undisturbed.encoder().parameters(), resumed.encoder().parameters());
    }

    @Test
    void aTrainedModelThatGoesOnWithEqualItemsIsNotFittedAnew() {
        SiameseLearner plain =
                new SiameseLearner(new LearnerSettings(ARCHITECTURE, 1, LOSS, LearningRate.constant(0.001f), 100));
        plain.learn(batches(16, 1).get(0));
        SiameseLearner learner = SiameseLearner.restore(settings(InputScaling.AUTO), plain.state());
        learner.learn(List.of(new Pair(negative(3, 1), negative(3, 1), Label.DISSIMILAR, 1)));
        LearnerSettings hardlyMoving = new LearnerSettings(
                ARCHITECTURE, 1, LOSS, LearningRate.constant(1e-9f), 100, InputScaling.AUTO, LabelWeights.AUTOMATIC, 1);
        SiameseLearner resumed = SiameseLearner.restore(hardlyMoving, learner.state());
        float[] before = resumed.encoder().parameters().clone();
        resumed.learn(batches(32, 1).get(1));
        assertArrayEquals(before, resumed.encoder().parameters(), 1e-6f);
    }

    @Test
    void plainDescentKeepsNoStatistics() {
        SiameseLearner learner =
                new SiameseLearner(new LearnerSettings(ARCHITECTURE, 1, LOSS, LearningRate.constant(0.01f), 100));
        learner.learn(batches(16, 1).get(0));
        assertEquals(0, learner.state().statistics().length);
    }

    @Test
    void aModelTrainedWithoutStatisticsGoesOnWithThem() {
        List<List<Pair>> batches = batches(32, 1);
        SiameseLearner plain =
                new SiameseLearner(new LearnerSettings(ARCHITECTURE, 1, LOSS, LearningRate.constant(0.001f), 100));
        plain.learn(batches.get(0));
        SiameseLearner learner = SiameseLearner.restore(settings(InputScaling.AUTO), plain.state());
        float[] before = learner.encoder().embed(negative(0, 1));
        learner.learn(batches.get(1));
        float[] after = learner.encoder().embed(negative(0, 1));
        assertFalse(Arrays.equals(before, after));
        assertArrayEquals(before, after, 0.5f); // a step, no jump to other weights
        assertEquals(4 + 784, learner.state().statistics().length);
    }

    @Test
    void refusedPairsLeaveNoTraceInTheStatistics() {
        List<List<Pair>> batches = batches(64, 1);
        SiameseLearner undisturbed = new SiameseLearner(settings(InputScaling.AUTO));
        SiameseLearner learner = new SiameseLearner(settings(InputScaling.AUTO));
        Pair bad = new Pair(negative(0, 1), negative(1, 1), Label.SIMILAR, Float.MAX_VALUE);
        for (List<Pair> batch : batches) {
            assertEquals(List.of(0), learner.learn(List.of(bad)).refused());
            learner.learn(batch);
            undisturbed.learn(batch);
        }
        assertArrayEquals(undisturbed.encoder().parameters(), learner.encoder().parameters());
        assertArrayEquals(undisturbed.state().statistics(), learner.state().statistics());
    }
}
