package io.kinstream.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.kinstream.learn.Drift;
import io.kinstream.learn.Quality;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The margin is 2 throughout. */
class ModelConditionTest {

    private static final Drift NONE = new Drift(0, 0, Double.NaN, 0.02, false);

    private final KinstreamMeters meters = new KinstreamMeters(new SimpleMeterRegistry(), List.of());

    @BeforeEach
    void allIsWell() {
        meters.margin(2);
        meters.quality(quality(500, 0.1, 1.8, 0.95));
        meters.drift(NONE);
        meters.space(5, new double[] {0.3, 0.5});
        assertEquals(List.of(), concerns());
    }

    @Test
    void figuresThatAreKnownAreTold() {
        Map<String, Object> detail = new ModelCondition(meters.figures()).detail();
        assertEquals(0.02, detail.get("loss_similar"));
        assertEquals(1.0, detail.get("loss_drift"));
        assertEquals(5.0, detail.get("effective_rank"));
        assertEquals(0.5, detail.get("largest_spread"));
        assertEquals(List.of(), detail.get("concerns"));
        assertFalse(detail.containsKey("gradient_norm"), "there was no step yet");
        assertFalse(detail.containsKey("loss_drift_pairs"), "there was no drift yet");
    }

    @Test
    void aLossThatHasGrownMuchIsADriftUntilItHasSettled() {
        meters.drift(new Drift(1, 500, 0.02, 0.023, false));
        assertEquals(List.of(), concerns());
        meters.drift(new Drift(1, 500, 0.02, 0.025, false));
        assertEquals(List.of("drifting"), concerns());
        assertEquals(500L, new ModelCondition(meters.figures()).detail().get("loss_drift_pairs"));
        meters.drift(new Drift(1, 100_000, 0.02, 0.025, true));
        assertEquals(List.of(), concerns());
    }

    @Test
    void similarPairsFurtherApartThanTheMarginDiverge() {
        meters.quality(quality(500, 1.95, 5, 0.95));
        assertEquals(List.of(), concerns());
        meters.quality(quality(500, 2.05, 5, 0.95));
        assertEquals(List.of("diverging"), concerns());
    }

    @Test
    void dissimilarPairsWithoutDistanceHaveCollapsed() {
        meters.quality(quality(500, 0, 0.19, 0.95));
        assertEquals(List.of("collapsed"), concerns());
    }

    @Test
    void embeddingsInOnePointHaveCollapsed() {
        meters.space(5, new double[] {0.01, 0.039});
        assertEquals(List.of("collapsed"), concerns());
    }

    @Test
    void embeddingsOnALineHaveCollapsedUnlessTheyTellPairsApart() {
        meters.space(1.05, new double[] {0.3, 0.5});
        assertEquals(List.of(), concerns());
        meters.quality(quality(500, 0.1, 1.8, 0.6));
        assertEquals(List.of("collapsed"), concerns());
    }

    @Test
    void aModelThatHasHardlyLearnedIsNotJudged() {
        meters.quality(quality(499, 5, 0.1, 0.5));
        assertEquals(List.of(), concerns());
    }

    @Test
    void whereNothingLearnsThereIsNoJudgement() {
        meters.learnerLeft();
        meters.space(1, new double[] {0});
        Map<String, Object> detail = new ModelCondition(meters.figures()).detail();
        assertEquals(Map.of("effective_rank", 1.0, "largest_spread", 0.0), detail);
    }

    private List<String> concerns() {
        return new ModelCondition(meters.figures()).concerns();
    }

    private static Quality quality(long ofEachKind, double similarDistance, double dissimilarDistance, double auc) {
        return new Quality(
                ofEachKind, ofEachKind, 0.1, 0.02, 0.1, similarDistance, dissimilarDistance, 0.5, auc, 0.1, 1, 0.9);
    }
}
