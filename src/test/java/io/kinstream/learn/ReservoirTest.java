package io.kinstream.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReservoirTest {
    private static final int SLOTS = 20;
    private static final int PAIRS = 100;
    private static final int SEEDS = 2000;

    /** Chi-square of 99 and of 19 degrees of freedom: one of a thousand is above. */
    private static final double RARE_OF_99 = 148.2;

    private static final double RARE_OF_19 = 43.8;

    private static final List<Pair> STREAM = IntStream.range(0, PAIRS)
            .mapToObj(i -> new Pair(number(i), number(-i), Label.SIMILAR, 1))
            .toList();

    private static Features number(float number) {
        return new Features.Dense(new float[] {number});
    }

    private static Reservoir of(long seed, long since) {
        return new Reservoir(new ReplaySettings(SLOTS, 1), seed, since);
    }

    private static Reservoir filled(long seed, int pairs) {
        Reservoir reservoir = of(seed, 0);
        STREAM.subList(0, pairs).forEach(reservoir::offer);
        return reservoir;
    }

    private static int place(Pair pair) {
        return (int) pair.left().at(0);
    }

    /** Each count is binomial; those of one seed sum up to the slots, which takes one degree of freedom. */
    @Test
    void eachPairOfTheStreamIsInItEquallyOften() {
        int[] counts = new int[PAIRS];
        for (long seed = 0; seed < SEEDS; seed++) {
            Reservoir reservoir = filled(seed, PAIRS);
            IntStream.range(0, SLOTS).forEach(slot -> counts[place(reservoir.pair(slot))]++);
        }
        double share = (double) SLOTS / PAIRS;
        double expected = SEEDS * share;
        double chiSquare = IntStream.of(counts)
                        .mapToDouble(count -> (count - expected) * (count - expected) / (expected * (1 - share)))
                        .sum()
                * (PAIRS - 1)
                / PAIRS;
        assertTrue(chiSquare < RARE_OF_99 && chiSquare > 60, "chi-square of 99 degrees of freedom: " + chiSquare);
    }

    @Test
    void eachSlotIsDrawnEquallyOften() {
        Reservoir reservoir = filled(1, SLOTS);
        int[] counts = new int[SLOTS];
        int draws = 20_000;
        for (int i = 0; i < draws / 10; i++) {
            reservoir.draw(10).forEach(pair -> counts[place(pair)]++);
            reservoir = Reservoir.restore(new ReplaySettings(SLOTS, 1), 1, 0, SLOTS + i, slot -> STREAM.get(slot));
        }
        double expected = (double) draws / SLOTS;
        double chiSquare = IntStream.of(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
        assertTrue(chiSquare < RARE_OF_19 && chiSquare > 4, "chi-square of 19 degrees of freedom: " + chiSquare);
    }

    @Test
    void untilItIsFullItHoldsAllPairsInTheirOrder() {
        Reservoir reservoir = of(1, 0);
        assertEquals(List.of(), reservoir.draw(16));
        for (int i = 0; i < SLOTS; i++) {
            reservoir.offer(STREAM.get(i));
            assertEquals(i + 1, reservoir.size());
            assertSame(STREAM.get(i), reservoir.pair(i));
        }
        assertEquals(SLOTS, filled(1, PAIRS).size());
    }

    @Test
    void oneThatBeganLaterIsJustAsFullButDrawsOtherPairs() {
        Reservoir later = of(1, 1000);
        STREAM.forEach(later::offer);
        assertEquals(1000 + PAIRS, later.learned());
        assertEquals(SLOTS, later.size());
        assertTrue(IntStream.range(0, SLOTS)
                .anyMatch(slot -> later.pair(slot) != filled(1, PAIRS).pair(slot)));
    }

    @Test
    void whereverItIsKeptAndRestoredItGoesOnTheSame() {
        Reservoir whole = filled(7, PAIRS);
        for (int cut = 0; cut <= PAIRS; cut++) {
            Reservoir before = filled(7, cut);
            Reservoir after = Reservoir.restore(new ReplaySettings(SLOTS, 1), 7, 0, cut, before::pair);
            assertEquals(before.draw(16), after.draw(16));
            STREAM.subList(cut, PAIRS).forEach(after::offer);
            IntStream.range(0, SLOTS).forEach(slot -> assertSame(whole.pair(slot), after.pair(slot)));
            assertEquals(whole.draw(16), after.draw(16));
        }
    }

    @Test
    void itTellsWhichSlotsHaveChangedSinceItWasAskedLast() {
        Reservoir reservoir = filled(3, SLOTS);
        assertArrayEquals(IntStream.range(0, SLOTS).toArray(), reservoir.takeChanged());
        assertArrayEquals(new int[0], reservoir.takeChanged());
        List<Pair> before = IntStream.range(0, SLOTS).mapToObj(reservoir::pair).toList();
        STREAM.subList(SLOTS, 2 * SLOTS).forEach(reservoir::offer);
        int[] differing = IntStream.range(0, SLOTS)
                .filter(slot -> reservoir.pair(slot) != before.get(slot))
                .toArray();
        assertTrue(differing.length > 0);
        assertArrayEquals(differing, reservoir.takeChanged());
    }

    @Test
    void aRatioIsKeptToInTheLongRunHoweverBatchesFall() {
        for (float ratio : new float[] {0.3f, 1, 2.5f}) {
            ReplaySettings settings = new ReplaySettings(SLOTS, ratio);
            long drawn = 0;
            long learned = 0;
            for (int batch = 0; batch < 1000; batch++) {
                drawn += settings.count(learned, 1 + batch % 16);
                learned += 1 + batch % 16;
            }
            assertEquals((long) ((double) ratio * learned), drawn);
        }
    }
}
