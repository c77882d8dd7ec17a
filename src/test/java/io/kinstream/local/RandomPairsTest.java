package io.kinstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.local.RandomPairs.IndexPair;
import io.kinstream.nn.Label;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomPairsTest {
    private static final int[] DIGITS = IntStream.range(0, 100).map(i -> i % 10).toArray();
    private static final int MANY = 100_000;

    @Test
    void labelsSayWhetherTheCategoriesAreTheSame() {
        RandomPairs pairs = new RandomPairs(DIGITS, 1);
        for (int i = 0; i < MANY; i++) {
            IndexPair pair = pairs.at(i);
            boolean same = DIGITS[pair.left()] == DIGITS[pair.right()];
            assertEquals(same ? Label.SIMILAR : Label.DISSIMILAR, pair.label());
            assertNotEquals(pair.left(), pair.right());
        }
    }

    @Test
    void halfOfThePairsAreSimilar() {
        RandomPairs pairs = new RandomPairs(DIGITS, 2);
        long similar = IntStream.range(0, MANY)
                .filter(i -> pairs.at(i).label() == Label.SIMILAR)
                .count();
        // Standard deviation 158.
        assertEquals(MANY / 2, similar, 800);
    }

    @Test
    void everyItemIsDrawnAboutEquallyOftenOnBothSides() {
        RandomPairs pairs = new RandomPairs(DIGITS, 3);
        int[] left = new int[DIGITS.length];
        int[] right = new int[DIGITS.length];
        for (int i = 0; i < MANY; i++) {
            left[pairs.at(i).left()]++;
            right[pairs.at(i).right()]++;
        }
        for (int item = 0; item < DIGITS.length; item++) {
            // 1000 expected, standard deviation 32.
            assertEquals(1000, left[item], 200, "left " + item);
            assertEquals(1000, right[item], 200, "right " + item);
        }
    }

    @Test
    void theSequenceIsTheSameInAnyOrderAndProgram() {
        RandomPairs pairs = new RandomPairs(DIGITS, 7);
        IndexPair last = pairs.at(1_000_000_000_000L);
        List<IndexPair> first = List.of(pairs.at(0), pairs.at(1), pairs.at(2));
        RandomPairs again = new RandomPairs(DIGITS, 7);
        assertEquals(first, List.of(again.at(0), again.at(1), again.at(2)));
        assertEquals(last, again.at(1_000_000_000_000L));
        // Computed apart from the program; a change here changes what a resumed producer sends.
        assertEquals(
                List.of(
                        new IndexPair(72, 54, Label.DISSIMILAR),
                        new IndexPair(50, 84, Label.DISSIMILAR),
                        new IndexPair(61, 27, Label.DISSIMILAR)),
                first);
        assertEquals(new IndexPair(91, 76, Label.DISSIMILAR), last);
    }

    @Test
    void differentSeedsAndPositionsGiveDifferentPairs() {
        Set<IndexPair> seen = new HashSet<>();
        for (long seed = 0; seed < 10; seed++) {
            for (int i = 0; i < 10; i++) {
                seen.add(new RandomPairs(DIGITS, seed).at(i));
            }
        }
        assertTrue(seen.size() >= 90, seen.size() + " different ones of 100");
    }

    @Test
    void categoriesWithoutAPartnerAreRefused() {
        assertRefused("categories must be at least 2 different ones, but was 1", 4, 4, 4);
        assertRefused("categories must be at least 2 different ones, but was 0");
        assertRefused("items of category 5 must be at least 2, but was 1", 4, 4, 5);
    }

    private static void assertRefused(String message, int... categories) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> new RandomPairs(categories, 1))
                        .getMessage());
    }
}
