package io.kinstream.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdaptiveWindowTest {

    private static final double CONFIDENCE = 0.002;

    @Test
    void theMeanIsThatOfAllValuesThatAreHeld() {
        AdaptiveWindow window = new AdaptiveWindow(CONFIDENCE, 1, 1000);
        assertEquals(0, window.size());
        for (int i = 1; i <= 100; i++) {
            assertEquals(OptionalDouble.empty(), window.add(i % 2));
            assertEquals(i, window.size());
            assertEquals((i + 1) / 2 / (double) i, window.mean(), 1e-12);
        }
    }

    /**
     * 100 zeros, then ones. With n ones the window's variance is 100 n / (100 + n)², and it can be cut between both kinds
     * if 1 > sqrt(2/m s² L) + 2/(3m) L with 1/m = 1/100 + 1/n and L = ln(2 ln(100 + n) / 0.002). For n = 7: s² = 0.0611,
     * 1/m = 0.1529, L = 8.45, bound 0.397 + 0.861 = 1.26. For n = 9: 0.0758, 0.1211, 8.45, 0.394 + 0.682 = 1.08. For
     * n = 10: 0.0826, 0.11, 8.46, 0.392 + 0.620 = 1.01. For n = 11: 0.0893, 0.1009, 8.46, 0.390 + 0.569 = 0.96.
     */
    @Test
    void itIsCutWhereBothPartsDifferByMoreThanTheBound() {
        AdaptiveWindow window = new AdaptiveWindow(CONFIDENCE, 1, 1000);
        for (int i = 0; i < 100; i++) {
            window.add(0);
        }
        for (int i = 1; i <= 10; i++) {
            assertEquals(OptionalDouble.empty(), window.add(1), "one " + i);
        }
        assertEquals(OptionalDouble.of(0), window.add(1));
        assertTrue(window.size() < 111, "what is told as dropped is dropped, but " + window.size() + " are left");
        assertTrue(window.mean() > 0.11, "mean " + window.mean());
    }

    /** As above, with values that are means of five: the second term is a fifth. The bound is 1.54 for n = 1, 0.98 for 2. */
    @Test
    void aSmallerRangeIsCutEarlier() {
        AdaptiveWindow window = new AdaptiveWindow(CONFIDENCE, 0.2, 1000);
        for (int i = 0; i < 100; i++) {
            window.add(0);
        }
        int ones = 1;
        while (window.add(1).isEmpty()) {
            ones++;
        }
        assertEquals(2, ones);
    }

    @Test
    void whatIsDroppedHasTheMeanOfTheTimeBefore() {
        AdaptiveWindow window = new AdaptiveWindow(CONFIDENCE, 1, 1000);
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            window.add(0.6 + 0.1 * random.nextDouble());
        }
        OptionalDouble dropped = OptionalDouble.empty();
        for (int i = 0; i < 100 && dropped.isEmpty(); i++) {
            dropped = window.add(0.1 * random.nextDouble());
        }
        assertEquals(0.65, dropped.orElseThrow(), 0.01);
    }

    @Test
    void valuesThatGrowTooOldAreDroppedSilently() {
        AdaptiveWindow window = new AdaptiveWindow(CONFIDENCE, 1, 200);
        for (int i = 0; i < 5000; i++) {
            assertEquals(OptionalDouble.empty(), window.add(0.5));
            assertTrue(window.size() <= 200, "size " + window.size());
        }
        assertTrue(window.size() > 100, "size " + window.size());
    }
}
