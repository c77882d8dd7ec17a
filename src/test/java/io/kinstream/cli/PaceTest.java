package io.kinstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long SECOND = 1_000_000_000L;

    private final Pace pace = new Pace();

    @Test
    void oneLookTellsNothing() {
        assertEquals(Double.NaN, pace.recent());
        pace.look(SECOND, 500);
        assertEquals(Double.NaN, pace.recent());
        assertEquals(Double.NaN, pace.overall());
    }

    @Test
    void whatWasBeforeTheFirstLookDoesNotCount() {
        pace.look(0, 1000);
        pace.look(2 * SECOND, 1300);
        assertEquals(150, pace.recent());
        assertEquals(150, pace.overall());
    }

    @Test
    void theNewestSecondsCountAndInAllEveryOne() {
        for (int second = 0; second <= 10; second++) {
            pace.look(second * SECOND, second * 10);
        }
        for (int second = 11; second <= 20; second++) {
            pace.look(second * SECOND, 100);
        }
        assertEquals(0, pace.recent());
        assertEquals(5, pace.overall());
    }

    @Test
    void aRestIsSeenHoweverSeldomOneLooks() {
        pace.look(0, 0);
        pace.look(60 * SECOND, 600);
        assertEquals(10, pace.recent());
        pace.look(120 * SECOND, 600);
        assertEquals(0, pace.recent());
    }

    @Test
    void aCountThatFellIsNoPace() {
        pace.look(0, 1000);
        pace.look(SECOND, 0);
        assertEquals(0, pace.recent());
    }
}
