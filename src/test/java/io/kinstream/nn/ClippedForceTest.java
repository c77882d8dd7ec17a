package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClippedForceTest {
    private final ContrastiveLoss loss = ClippedForce.of(ContrastiveLoss.drlim(2), 1.5f);

    @Test
    void shortForcesStayWhatTheyAre() {
        assertEquals(1.25f, loss.similar().slope(1.25f));
        assertEquals(-0.75f, loss.dissimilar().slope(1.25f));
        assertEquals(0, loss.dissimilar().slope(3), 0f);
    }

    @Test
    void longForcesAreCutOff() {
        assertEquals(1.5f, loss.similar().slope(100));
        assertEquals(-1.5f, loss.dissimilar().slope(0.25f));
    }

    @Test
    void theLossIsReportedAsItIs() {
        assertEquals(5000, loss.similar().loss(100));
        assertEquals(2, loss.dissimilar().loss(0));
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
    void aLimitThatIsNoLimitIsRefused(float limit) {
        assertThrows(IllegalArgumentException.class, () -> new ClippedForce(new SquaredAttraction(), limit));
    }
}
