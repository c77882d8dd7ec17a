package io.kinstream.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Label;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrequentialTest {

    private static final float MARGIN = 1f;
    private static final ContrastiveLoss LOSS = ContrastiveLoss.drlim(MARGIN);

    @Test
    void meansAreTakenOverEachKind() {
        Prequential prequential = new Prequential(10, LOSS);
        prequential.record(0.25f, Label.SIMILAR, 0.5f);
        prequential.record(0.75f, Label.SIMILAR, 1.5f);
        prequential.record(2f, Label.DISSIMILAR, 0f);
        prequential.record(0.5f, Label.DISSIMILAR, 4f);

        Quality quality = prequential.quality();

        assertEquals(2, quality.similarPairs());
        assertEquals(2, quality.dissimilarPairs());
        assertEquals(1.5, quality.meanLoss());
        assertEquals(1.0, quality.similarLoss());
        assertEquals(2.0, quality.dissimilarLoss());
        assertEquals(0.5, quality.similarDistance());
        assertEquals(1.25, quality.dissimilarDistance());
        assertEquals(0.5, quality.insideMargin());
    }

    @Test
    void aPairExactlyAtTheMarginIsOutside() {
        Prequential prequential = new Prequential(10, LOSS);
        prequential.record(MARGIN, Label.DISSIMILAR, 0f);
        assertEquals(0.0, prequential.quality().insideMargin());
    }

    @Test
    void nothingIsKnownOfAnEmptyWindow() {
        Quality quality = new Prequential(10, LOSS).quality();

        assertEquals(0, quality.similarPairs());
        assertEquals(0, quality.dissimilarPairs());
        assertEquals(nothingButCounts(0, 0), quality);
    }

    @Test
    void pairsOfOneKindAloneTellNothingOfTheOtherNorOfSeparation() {
        Prequential prequential = new Prequential(10, LOSS);
        prequential.record(0.5f, Label.SIMILAR, 0.125f);

        Quality expected = new Quality(
                1,
                0,
                0.125,
                0.125,
                Double.NaN,
                0.5,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN);
        assertEquals(expected, prequential.quality());
    }

    @Test
    void theOldestPairLeavesAFullWindow() {
        Prequential prequential = new Prequential(3, LOSS);
        for (int i = 1; i <= 5; i++) {
            prequential.record(i, i % 2 == 0 ? Label.SIMILAR : Label.DISSIMILAR, 10 * i);
        }

        PrequentialState state = prequential.state();

        assertArrayEquals(new float[] {3, 4, 5}, state.distances());
        assertArrayEquals(new float[] {30, 40, 50}, state.losses());
        assertArrayEquals(new boolean[] {false, true, false}, state.similar());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 99, 100, 101, 150, 1000})
    void aRestoredWindowGoesOnAsIfNothingHadHappened(int before) {
        Prequential uninterrupted = new Prequential(100, LOSS);
        Random pairs = new Random(7);
        recordRandom(uninterrupted, pairs, before);

        Prequential restored = Prequential.restore(100, LOSS, uninterrupted.state());

        assertEquals(uninterrupted.quality(), restored.quality());
        Random more = new Random(8);
        Random same = new Random(8);
        recordRandom(uninterrupted, more, 130);
        recordRandom(restored, same, 130);
        assertEquals(uninterrupted.quality(), restored.quality());
        assertArrayEquals(uninterrupted.state().distances(), restored.state().distances());
        assertArrayEquals(uninterrupted.state().losses(), restored.state().losses());
        assertArrayEquals(uninterrupted.state().similar(), restored.state().similar());
    }

    @Test
    void aSmallerWindowKeepsTheNewestPairs() {
        PrequentialState state =
                new PrequentialState(new float[] {1, 2, 3}, new float[] {4, 5, 6}, new boolean[] {true, false, true});

        PrequentialState kept = Prequential.restore(2, LOSS, state).state();

        assertArrayEquals(new float[] {2, 3}, kept.distances());
        assertArrayEquals(new float[] {5, 6}, kept.losses());
        assertArrayEquals(new boolean[] {false, true}, kept.similar());
    }

    @Test
    void aStateIsACopy() {
        Prequential prequential = new Prequential(2, LOSS);
        prequential.record(1, Label.SIMILAR, 1);
        PrequentialState state = prequential.state();
        prequential.record(2, Label.SIMILAR, 2);
        prequential.record(3, Label.SIMILAR, 3);
        assertArrayEquals(new float[] {1}, state.distances());
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, -0.5f})
    void anImpossibleScoreIsRefusedAndLeavesTheWindowAlone(float impossible) {
        Prequential prequential = new Prequential(2, LOSS);
        prequential.record(1, Label.SIMILAR, 1);

        assertThrows(IllegalArgumentException.class, () -> prequential.record(impossible, Label.SIMILAR, 1));
        var refused =
                assertThrows(IllegalArgumentException.class, () -> prequential.record(1, Label.SIMILAR, impossible));

        assertEquals("loss must be finite and >= 0, but was " + impossible, refused.getMessage());
        assertEquals(1, prequential.state().size());
    }

    @Test
    void arraysOfDifferentLengthsAreNoState() {
        assertThrows(
                IllegalArgumentException.class, () -> new PrequentialState(new float[2], new float[1], new boolean[2]));
    }

    @Test
    void aWindowOfNoPairIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Prequential(0, LOSS));
    }

    /** Distances uniform on [0, 1] against [d, 1 + d]: the AUC is 1 - (1 - d)^2 / 2, the equal error rate (1 - d) / 2. */
    @Test
    void shiftedUniformDistancesGiveTheAreaAndErrorRateOfTheFormula() {
        Prequential prequential = new Prequential(200_000, LOSS);
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 100_000; i++) {
            prequential.record((float) random.nextDouble(), Label.SIMILAR, 0);
            prequential.record((float) random.nextDouble() + 0.5f, Label.DISSIMILAR, 0);
        }

        Quality quality = prequential.quality();

        assertEquals(1 - 0.5 * 0.5 / 2, quality.auc(), 0.005);
        assertEquals(0.25, quality.equalErrorRate(), 0.005);
        assertEquals(0.75, quality.accuracy(), 0.005);
        assertTrue(
                quality.threshold() >= 0.49 && quality.threshold() <= 1.01, () -> "threshold " + quality.threshold());
    }

    /** The window holds the second of two drifts only. */
    @Test
    void aRestoredWindowKnowsOfADriftWhatItsPairsTell() {
        Prequential prequential = new Prequential(2_000, LOSS);
        Random random = new Random(4);
        for (int i = 0; i < 70_000; i++) {
            float level = i < 20_000 ? 0.05f : i < 69_000 ? 0.1f : 0.3f;
            prequential.record(0.1f, Label.SIMILAR, level * random.nextFloat());
        }
        assertEquals(2, prequential.drift().count());
        assertEquals(3, prequential.drift().growth(), 0.5);

        Prequential restored = Prequential.restore(2_000, LOSS, prequential.state());

        assertEquals(1, restored.drift().count());
        assertEquals(3, restored.drift().growth(), 0.5);
        assertEquals(prequential.drift().pairs(), restored.drift().pairs(), 100);
    }

    private static void recordRandom(Prequential prequential, Random random, int pairs) {
        IntStream.range(0, pairs)
                .forEach(i -> prequential.record(
                        random.nextFloat(),
                        random.nextBoolean() ? Label.SIMILAR : Label.DISSIMILAR,
                        random.nextFloat()));
    }

    private static Quality nothingButCounts(long similar, long dissimilar) {
        double unknown = Double.NaN;
        return new Quality(
                similar,
                dissimilar,
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                unknown);
    }
}
