package io.kinstream.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kinstream.nn.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelBalanceTest {

    /** @param of ten pairs so many are similar */
    private static LabelBalance after(LabelWeights weights, int pairs, int of) {
        LabelBalance balance = new LabelBalance(weights);
        for (int i = 0; i < pairs; i++) {
            balance.learned(i % 10 < of ? Label.SIMILAR : Label.DISSIMILAR);
        }
        return balance;
    }

    @Test
    void whereSimilarPairsAboundBothKindsWeighTheSameInAll() {
        LabelBalance balance = after(LabelWeights.AUTOMATIC, 5000, 9);
        assertEquals(0.9f, balance.similarShare(), 1e-3f);
        assertEquals(0.2f, balance.weight(Label.SIMILAR), 2e-3f);
        assertEquals(1.8f, balance.weight(Label.DISSIMILAR), 2e-3f);
        assertEquals(0.9f * balance.weight(Label.SIMILAR), 0.1f * balance.weight(Label.DISSIMILAR), 2e-3f);
    }

    @Test
    void whereDissimilarPairsAboundAllCountTheSame() {
        LabelBalance balance = after(LabelWeights.AUTOMATIC, 5000, 1);
        assertEquals(0.1f, balance.similarShare(), 1e-3f);
        assertEquals(1, balance.weight(Label.SIMILAR));
        assertEquals(1, balance.weight(Label.DISSIMILAR));
    }

    @Test
    void theShareFollowsAStreamThatChanges() {
        LabelBalance balance = after(LabelWeights.AUTOMATIC, 100_000, 1);
        for (int i = 0; i < 5 * LabelBalance.MEMORY; i++) {
            balance.learned(i % 10 < 8 ? Label.SIMILAR : Label.DISSIMILAR);
        }
        assertEquals(0.8f, balance.similarShare(), 0.01f);
    }

    @Test
    void oneKindAloneKeepsAWeight() {
        LabelBalance balance = after(LabelWeights.AUTOMATIC, 100_000, 10);
        assertEquals(true, balance.weight(Label.SIMILAR) > 0);
        assertEquals(true, balance.weight(Label.DISSIMILAR) <= 2);
    }

    @Test
    void givenWeightsStayWhatTheyAre() {
        LabelBalance balance = after(LabelWeights.of("0.5, 3"), 1000, 9);
        assertEquals(0.5f, balance.weight(Label.SIMILAR));
        assertEquals(3, balance.weight(Label.DISSIMILAR));
        assertEquals(1, after(LabelWeights.of("off"), 1000, 9).weight(Label.SIMILAR));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "on", "1", "1,2,3", "0,1", "1,-1", "NaN,1", "1;2"})
    void wordsThatAreNoWeightsAreRefused(String words) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> LabelWeights.of(words));
        assertEquals(
                "label weights must be auto, off, or two numbers > 0, of similar and of dissimilar pairs, separated by a"
                        + " comma, but was ",
                refused.getMessage().substring(0, refused.getMessage().indexOf("but was ") + 8));
    }
}
