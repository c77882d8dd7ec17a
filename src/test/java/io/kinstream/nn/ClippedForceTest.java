package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClippedForceTest {
    private static final ContrastiveLoss LOSS = ContrastiveLoss.drlim(2);

    private final DistanceLoss similar = ClippedForce.of(LOSS, Label.SIMILAR, 0.75f);
    private final DistanceLoss dissimilar = ClippedForce.of(LOSS, Label.DISSIMILAR, 0.75f);

    @Test
    void shortForcesStayWhatTheyAre() {
        assertEquals(1.25f, similar.slope(1.25f));
        assertEquals(-0.75f, dissimilar.slope(1.25f));
        assertEquals(0, dissimilar.slope(3), 0f);
    }

    @Test
    void longForcesAreCutOff() {
        assertEquals(1.5f, similar.slope(100));
        assertEquals(-1.5f, dissimilar.slope(0.25f));
    }

    @Test
    void theLossIsReportedAsItIs() {
        assertEquals(5000, similar.loss(100));
        assertEquals(2, dissimilar.loss(0));
    }

    /** The push at D = 0 is m, 1, and 2 x 2.77. */
    @ParameterizedTest
    @CsvSource({"DRLIM, 0.5", "LINEAR, 1", "EXPONENTIAL, 5.54"})
    void theLimitIsThePushOfDissimilarItemsInOnePoint(LossForm form, float push) {
        ContrastiveLoss loss = new ContrastiveLoss(form, Distance.EUCLIDEAN, 0, 0.5f);
        DistanceLoss whole = loss.of(Label.DISSIMILAR);
        assertEquals(push, ClippedForce.of(loss, Label.SIMILAR, 1).slope(1000));
        assertEquals(whole.slope(0), ClippedForce.of(loss, Label.DISSIMILAR, 1).slope(0));
        assertEquals(
                whole.slope(0) / 4,
                ClippedForce.of(loss, Label.DISSIMILAR, 0.25f).slope(0));
    }

    @Test
    void withoutALimitNothingIsCutOff() {
        assertEquals(1000, ClippedForce.of(LOSS, Label.SIMILAR, 0).slope(1000));
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
    void aLimitThatIsNoLimitIsRefused(float limit) {
        assertThrows(IllegalArgumentException.class, () -> new ClippedForce(new SquaredAttraction(0), limit));
    }
}
