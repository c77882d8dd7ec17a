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
import io.kinstream.nn.InputScaling;
import io.kinstream.nn.Label;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A learner with a replay buffer. */
class ReplayTest {
    private static final Architecture ARCHITECTURE = Architecture.of("5,8,3", Activation.RELU);
    private static final int BATCH = 4;

    private final Random random = new Random(5);

    private static LearnerSettings plain(LearningRate rate) {
        return new LearnerSettings(ARCHITECTURE, 7, ContrastiveLoss.drlim(1), rate, 100);
    }

    /** As the defaults are. */
    private static LearnerSettings automatic(ReplaySettings replay) {
        LearningRate rate = LearningRate.decaying(0.05f, 100, 0.5f);
        return new LearnerSettings(
                ARCHITECTURE,
                7,
                ContrastiveLoss.drlim(1),
                rate,
                100,
                InputScaling.AUTO,
                LabelWeights.AUTOMATIC,
                1,
                replay);
    }

    private Pair pair() {
        return new Pair(features(), features(), random.nextInt(3) > 0 ? Label.SIMILAR : Label.DISSIMILAR, 1);
    }

    private Features features() {
        float[] values = new float[ARCHITECTURE.inputs()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return new Features.Dense(values);
    }

    private List<List<Pair>> batches(int count) {
        List<List<Pair>> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batches.add(List.of(pair(), pair(), pair(), pair()));
        }
        return batches;
    }

    @Test
    void aStoredPairIsLearnedInAStepOfItsOwnAfterTheNewOne() {
        LearnerSettings settings = plain(LearningRate.constant(0.1f));
        // A buffer of one pair holds the first one surely when the second comes.
        SiameseLearner learner = new SiameseLearner(settings.with(new ReplaySettings(1, 1)));
        SiameseLearner byHand = new SiameseLearner(settings);
        Pair first = pair();
        Pair second = pair();
        learner.learn(List.of(first));
        learner.learn(List.of(second));
        byHand.learn(List.of(first));
        float norm = byHand.learn(List.of(second)).gradientNorm();
        byHand.learn(List.of(first));
        assertArrayEquals(byHand.encoder().parameters(), learner.encoder().parameters());
        assertEquals(norm, learner.learned(1).gradientNorm(), "that of the new pair");
    }

    @Test
    void onlyNewPairsCountForVersionQualityAndWhatIsKnownOfTheStream() {
        SiameseLearner with = new SiameseLearner(automatic(new ReplaySettings(10, 2.5f)));
        SiameseLearner without = new SiameseLearner(automatic(ReplaySettings.OFF));
        for (List<Pair> batch : batches(50)) {
            assertEquals(BATCH, with.learn(batch).learned());
            without.learn(batch);
        }
        assertEquals(200, with.pairsLearned());
        assertEquals(100, with.state().prequential().size());
        assertArrayEquals(without.state().statistics(), with.state().statistics());
        assertFalse(Arrays.equals(without.encoder().parameters(), with.encoder().parameters()));
    }

    @Test
    void whereverItIsKeptAndRestoredItLearnsTheSameBits() {
        List<List<Pair>> batches = batches(40);
        LearnerSettings settings = automatic(new ReplaySettings(10, 1.5f));
        SiameseLearner whole = new SiameseLearner(settings);
        batches.forEach(whole::learn);
        for (int cut = 0; cut <= batches.size(); cut++) {
            SiameseLearner before = new SiameseLearner(settings);
            batches.subList(0, cut).forEach(before::learn);
            Reservoir kept = before.reservoir();
            Reservoir restored = Reservoir.restore(settings.replay(), 7, kept.since(), kept.learned(), kept::pair);
            SiameseLearner after = SiameseLearner.restore(settings, before.state(), restored);
            batches.subList(cut, batches.size()).forEach(after::learn);
            assertArrayEquals(whole.encoder().parameters(), after.encoder().parameters(), "cut at " + cut);
        }
    }

    @Test
    void aBufferOfAnotherMomentThanTheWeightsIsRefused() {
        LearnerSettings settings = automatic(new ReplaySettings(10, 1));
        SiameseLearner learner = new SiameseLearner(settings);
        learner.learn(List.of(pair()));
        Reservoir older = new Reservoir(settings.replay(), 7, 0);
        LearnerState state = learner.state();
        assertThrows(IllegalArgumentException.class, () -> SiameseLearner.restore(settings, state, older));
    }

    @Test
    void aStepOnStoredPairsThatWouldNotBeFiniteIsLeftOutAndNobodyIsBlamed() {
        LearningRate wild = pairsLearned -> pairsLearned == 0 ? 0.1f : 1e30f;
        SiameseLearner learner = new SiameseLearner(plain(wild).with(new ReplaySettings(1, 1)));
        learner.learn(List.of(pair()));
        float[] before = learner.state().parameters();
        Features same = features();
        // It has no gradient, so its own step is finite at any rate.
        BatchResult result = learner.learn(List.of(new Pair(same, same, Label.DISSIMILAR, 1)));
        assertEquals(new BatchResult(1, List.of(), 1, 0), result);
        assertArrayEquals(before, learner.encoder().parameters());
        assertEquals(2, learner.reservoir().learned());
    }

    @Test
    void aRefusedPairIsNotStored() {
        SiameseLearner learner =
                new SiameseLearner(plain(LearningRate.constant(0.1f)).with(new ReplaySettings(10, 1)));
        float[] huge = new float[ARCHITECTURE.inputs()];
        Arrays.fill(huge, 3e38f);
        Pair refused = new Pair(new Features.Dense(huge), features(), Label.SIMILAR, 1);
        assertEquals(List.of(1), learner.learn(List.of(pair(), refused, pair())).refused());
        assertEquals(2, learner.reservoir().size());
        assertTrue(learner.reservoir().pair(0) != refused && learner.reservoir().pair(1) != refused);
    }

    @Test
    void switchedOnLaterItBeginsEmpty() {
        SiameseLearner without = new SiameseLearner(automatic(ReplaySettings.OFF));
        batches(5).forEach(without::learn);
        SiameseLearner with = SiameseLearner.restore(automatic(new ReplaySettings(10, 1)), without.state());
        assertEquals(0, with.reservoir().size());
        batches(2).forEach(with::learn);
        assertEquals(8, with.reservoir().size());
        assertEquals(28, with.reservoir().learned());
    }
}
