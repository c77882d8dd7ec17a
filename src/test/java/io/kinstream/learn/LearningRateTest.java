package io.kinstream.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LearningRateTest {
    @Test
    void aConstantRateStays() {
        assertEquals(0.01f, LearningRate.constant(0.01f).at(0));
        assertEquals(0.01f, LearningRate.constant(0.01f).at(Long.MAX_VALUE));
    }

    /** lr / (1 + n / decay)^power: 0.03 at first, 0.03 / 2^0.75 after one decay time, 0.03 / 4^0.75 after three. */
    @Test
    void aDecayingRateFollowsItsFormula() {
        LearningRate rate = LearningRate.decaying(0.03f, 1000, 0.75f);
        assertEquals(0.03f, rate.at(0));
        assertEquals(0.03 / 1.681793, rate.at(1000), 1e-8);
        assertEquals(0.03 / 2.828427, rate.at(3000), 1e-8);
        assertEquals(0.03 / Math.pow(1.5, 0.75), rate.at(500), 1e-8);
    }

    @Test
    void impossibleRatesAreRefused() {
        for (float bad : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
            Exception refusal = assertThrows(IllegalArgumentException.class, () -> LearningRate.constant(bad));
            assertEquals("learning rate must be > 0 and finite, but was " + bad, refusal.getMessage());
            assertThrows(IllegalArgumentException.class, () -> LearningRate.decaying(bad, 1, 1));
            assertThrows(IllegalArgumentException.class, () -> LearningRate.decaying(1, 1, bad));
        }
        assertThrows(IllegalArgumentException.class, () -> LearningRate.decaying(1, 0, 1));
    }
}
