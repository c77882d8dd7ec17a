package io.kinstream.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Distance;
import io.kinstream.nn.LossForm;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the detector tells of losses that are spread as those of pairs are: many nearly 0, a few large. */
class DriftDetectorTest {

    private static final int SEEDS = 100;
    private static final int PAIRS = 50_000;

    /** At most one in a million pairs: none in these five million. */
    @Test
    void lossesThatStayAsTheyAreRaiseNoAlarm() {
        for (int seed = 0; seed < SEEDS; seed++) {
            DriftDetector detector = new DriftDetector(ContrastiveLoss.drlim(1));
            feed(detector, seed, PAIRS, at -> 0.02);
            assertEquals(0, detector.drift().count(), "seed " + seed);
            assertEquals(0, detector.drift().pairs());
            assertEquals(1, detector.drift().growth());
            assertEquals(0.02, detector.drift().now(), 0.002);
        }
    }

    @ParameterizedTest
    @CsvSource({"1.2, 8000", "1.5, 2000", "2, 1000", "4, 200"})
    void aStepUpIsSeenWithinSoManyPairs(double step, int pairs) {
        for (int seed = 0; seed < SEEDS; seed++) {
            DriftDetector detector = new DriftDetector(ContrastiveLoss.drlim(1));
            feed(detector, seed, PAIRS, at -> 0.02);
            int needed = 0;
            while (detector.drift().count() == 0) {
                feed(detector, SEEDS + seed + 1000L * needed, DriftDetector.BLOCK, at -> 0.02 * step);
                needed += DriftDetector.BLOCK;
                assertTrue(needed <= pairs, "seed " + seed + ": not seen after " + needed + " pairs");
            }
            assertEquals(0.02, detector.drift().before(), 0.002);
            assertTrue(detector.drift().growth() > 1);
            feed(detector, seed, 10_000, at -> 0.02 * step);
            assertEquals(1, detector.drift().count(), "seed " + seed);
            assertEquals(step, detector.drift().growth(), 0.15 * step, "seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.3, 20})
    void itDoesNotMatterHowLargeTheSpaceIs(double margin) {
        DriftDetector detector = new DriftDetector(ContrastiveLoss.drlim((float) margin));
        feed(detector, 1, PAIRS, at -> 0.02 * margin * margin);
        assertEquals(0, detector.drift().count());
        feed(detector, 2, 1000, at -> 0.06 * margin * margin);
        assertEquals(1, detector.drift().count());
        assertEquals(0.02 * margin * margin, detector.drift().before(), 0.001 * margin * margin);
    }

    /** Such losses are up to 0.2, where squared ones of the same margin are up to 0.02. */
    @Test
    void itDoesNotMatterWhatDistancesCost() {
        DriftDetector detector = new DriftDetector(new ContrastiveLoss(LossForm.LINEAR, Distance.COSINE, 0, 0.2f));
        feed(detector, 1, PAIRS, at -> 0.03);
        assertEquals(0, detector.drift().count());
        feed(detector, 2, 1000, at -> 0.09);
        assertEquals(1, detector.drift().count());
        assertEquals(0.03, detector.drift().before(), 0.002);
    }

    @Test
    void aModelThatLearnsRaisesNoAlarm() {
        for (int seed = 0; seed < SEEDS; seed++) {
            DriftDetector detector = new DriftDetector(ContrastiveLoss.drlim(1));
            feed(detector, seed, PAIRS, at -> 0.01 + 0.1 / (1 + at / 5000.0));
            assertEquals(0, detector.drift().count(), "seed " + seed);
        }
    }

    @Test
    void aStepDownRaisesNoAlarmAndIsTheNewMeasure() {
        DriftDetector detector = new DriftDetector(ContrastiveLoss.drlim(1));
        feed(detector, 1, PAIRS, at -> 0.1);
        feed(detector, 2, 5_000, at -> 0.02);
        assertEquals(0, detector.drift().count());
        assertEquals(0.02, detector.drift().now(), 0.003);
        feed(detector, 3, 5_000, at -> 0.04);
        assertEquals(1, detector.drift().count());
        assertEquals(0.02, detector.drift().before(), 0.003);
    }

    @Test
    void aModelThatLearnsTheNewIsNoLongerAdrift() {
        DriftDetector detector = new DriftDetector(ContrastiveLoss.drlim(1));
        feed(detector, 1, PAIRS, at -> 0.02);
        feed(detector, 2, 1000, at -> 0.08);
        assertTrue(detector.drift().growth() > 2, detector.drift().toString());
        assertTrue(detector.drift().pairs() > 500, detector.drift().toString());
        feed(detector, 3, 20_000, at -> 0.015 + 0.065 / (1 + at / 500.0));
        assertEquals(1, detector.drift().growth(), detector.drift().toString());
        assertEquals(0, detector.drift().pairs());
        assertEquals(1, detector.drift().count(), "how often it happened is not forgotten");
    }

    @Test
    void slowGrowthIsOneDriftMeasuredFromWhereItBegan() {
        DriftDetector detector = new DriftDetector(ContrastiveLoss.drlim(1));
        feed(detector, 1, PAIRS, at -> 0.02);
        feed(detector, 2, 100_000, at -> 0.02 * (1 + at / 50_000.0));
        assertEquals(1, detector.drift().count());
        assertEquals(0.02, detector.drift().before(), 0.003);
        assertTrue(detector.drift().growth() > 2, detector.drift().toString());
    }

    @Test
    void theNextDriftIsMeasuredFromWhereTheLastOneSettled() {
        DriftDetector detector = new DriftDetector(ContrastiveLoss.drlim(1));
        feed(detector, 1, PAIRS, at -> 0.02);
        feed(detector, 2, 2 * DriftDetector.SETTLED_PAIRS, at -> 0.04);
        assertEquals(2, detector.drift().growth(), 0.2);
        feed(detector, 3, 2_000, at -> 0.12);
        assertEquals(2, detector.drift().count());
        assertEquals(0.04, detector.drift().before(), 0.004);
        assertTrue(detector.drift().pairs() < 2_000, detector.drift().toString());
    }

    /** A loss beyond ½ margin² counts as that much: one pair, however large its loss, is no drift. */
    @Test
    void aSingleHugeLossIsNoDrift() {
        DriftDetector detector = new DriftDetector(ContrastiveLoss.drlim(1));
        feed(detector, 1, PAIRS, at -> 0.02);
        detector.record(Float.MAX_VALUE);
        feed(detector, 2, 1000, at -> 0.02);
        assertEquals(0, detector.drift().count());
    }

    @Test
    void nothingIsKnownBeforeThereAreLosses() {
        Drift drift = new DriftDetector(ContrastiveLoss.drlim(1)).drift();
        assertEquals(0, drift.count());
        assertEquals(Double.NaN, drift.growth());
        assertEquals(Double.NaN, drift.now());
    }

    /** Losses are half the square of a normal number: of a mean, and with a standard deviation 1.4 times that. */
    private static void feed(DriftDetector detector, long seed, int pairs, DoubleUnaryOperator mean) {
        Random random = new Random(seed);
        for (int i = 0; i < pairs; i++) {
            double normal = random.nextGaussian();
            detector.record((float) (normal * normal * mean.applyAsDouble(i)));
        }
    }
}
