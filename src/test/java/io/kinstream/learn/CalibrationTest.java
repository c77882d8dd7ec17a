package io.kinstream.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Label;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {
    private static Prequential window(int pairs, double steepness, long seed) {
        Prequential window = new Prequential(pairs, ContrastiveLoss.drlim(1));
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < pairs; i++) {
            float distance = (float) (1.2 * random.nextDouble());
            boolean similar = random.nextDouble() < similar(distance, steepness);
            window.record(distance, similar ? Label.SIMILAR : Label.DISSIMILAR, 0);
        }
        return window;
    }

    /** How likely a pair is similar, in the streams of these tests: one half at 0.5, less the farther. */
    private static double similar(double distance, double steepness) {
        return 1 / (1 + Math.exp(steepness * (distance - 0.5)));
    }

    /**
     * Of 10,000 pairs; a share of one bin of 200 is off by 1.96 sqrt(1/4 / 200) = 0.07 once in twenty times, those of
     * pools less.
     */
    @ParameterizedTest
    @CsvSource({"8, 1", "8, 2", "20, 3", "60, 4", "3, 5"})
    void sharesAreThoseOfTheStream(double steepness, long seed) {
        Calibration calibration = window(10_000, steepness, seed).calibration();
        double sum = 0;
        for (int i = 0; i < 120; i++) {
            double distance = i / 100.0;
            sum += Math.abs(calibration.similarShare(distance) - similar(distance, steepness));
        }
        assertTrue(sum / 120 < 0.03, "mean error " + sum / 120);
    }

    /** Expected calibration error: of fresh pairs with about one confidence, about that share has the verdict's label. */
    @ParameterizedTest
    @ValueSource(doubles = {4, 15, 50})
    void ofFreshVerdictsTheShareOfRightOnesIsTheirConfidence(double steepness) {
        Prequential window = window(10_000, steepness, 1);
        double threshold = window.quality().threshold();
        Calibration calibration = window.calibration();
        PrequentialState fresh = window(100_000, steepness, 2).state();
        double[] right = new double[10];
        double[] confident = new double[10];
        for (int i = 0; i < fresh.size(); i++) {
            float distance = fresh.distances()[i];
            double share = calibration.similarShare(distance);
            double confidence = distance < threshold ? share : 1 - share;
            int bucket = Math.min(9, (int) (20 * (confidence - 0.5)));
            confident[bucket] += confidence;
            right[bucket] += distance < threshold == fresh.similar()[i] ? 1 : 0;
        }
        double error = 0;
        for (int bucket = 0; bucket < 10; bucket++) {
            error += Math.abs(right[bucket] - confident[bucket]) / fresh.size();
        }
        assertTrue(error < 0.02, "expected calibration error " + error);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 99, 150, 1000, 10_000})
    void sharesFallWithTheDistanceAndCrossOneHalfAtTheThreshold(int pairs) {
        for (long seed = 0; seed < 30; seed++) {
            Prequential window = window(pairs, 8, seed);
            Quality quality = window.quality();
            if (quality.similarPairs() == 0 || quality.dissimilarPairs() == 0) {
                continue;
            }
            Calibration calibration = window.calibration();
            List<Calibration.Step> steps = calibration.steps();
            assertTrue(steps.size() <= 51, "a small table: " + steps.size());
            double before = 1;
            int counted = 0;
            for (Calibration.Step step : steps) {
                assertTrue(step.similarShare() < before, steps.toString());
                before = step.similarShare();
                counted += step.pairs();
            }
            assertEquals(pairs, counted);
            for (float distance : window.state().distances()) {
                double share = calibration.similarShare(distance);
                assertTrue(distance < quality.threshold() ? share >= 0.5 : share <= 0.5, distance + " in " + steps);
            }
        }
    }

    /** 60 similar pairs at 0.1, of which 2 are called dissimilar, and 60 dissimilar ones at 0.9. */
    @Test
    void aFewPairsByHand() {
        Prequential window = new Prequential(1000, ContrastiveLoss.drlim(1));
        for (int i = 0; i < 60; i++) {
            window.record(0.1f, i % 30 == 0 ? Label.DISSIMILAR : Label.SIMILAR, 0);
            window.record(0.9f, Label.DISSIMILAR, 0);
        }
        Calibration calibration = window.calibration();
        assertEquals(2, calibration.steps().size());
        assertEquals(new Calibration.Step(0, 59 / 62.0, 60), calibration.steps().get(0));
        assertEquals(0.5, calibration.steps().get(1).from(), 1e-7);
        assertEquals(1 / 62.0, calibration.similarShare(7));
        assertEquals(59 / 62.0, calibration.similarShare(0.3));
        assertEquals(2 / 62.0, calibration.falseAccepts());
        assertEquals(0, calibration.falseRejects());
        assertEquals(2 / 120.0, calibration.expectedError());
    }

    /** The older half says 0.5, where the newer one has similar pairs at 0.6: the error of the past is not that to come. */
    @Test
    void theExpectedErrorIsThatOfAThresholdOfOtherPairs() {
        Prequential window = new Prequential(8, ContrastiveLoss.drlim(1));
        for (float distance : new float[] {0.4f, 0.6f}) {
            for (int i = 0; i < 2; i++) {
                window.record(distance, Label.SIMILAR, 0);
                window.record(distance + 0.15f, Label.DISSIMILAR, 0);
            }
        }
        // Thresholds: 0.475 and 0.675. Judged by the other's: both newer similar pairs wrong, both older dissimilar
        // ones wrong.
        assertEquals(0.5, window.calibration().expectedError());
        assertEquals(0.75, window.quality().accuracy());
    }

    @Test
    void nothingIsKnownOfPairsOfOneKind() {
        Prequential window = new Prequential(8, ContrastiveLoss.drlim(1));
        window.record(0.5f, Label.SIMILAR, 0);
        assertEquals(Calibration.UNKNOWN, window.calibration());
        assertTrue(Double.isNaN(window.calibration().similarShare(0.5)));
    }
}
