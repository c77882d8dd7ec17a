package io.kinstream.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.local.RandomPairs.IndexPair;
import io.kinstream.nn.Label;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChangingStreamTest {
    private static final int PHASE = 2000;
    private static final int ALL = ChangingStream.PHASES * PHASE;
    private static final int[] DIGITS =
            IntStream.range(0, 10_000).map(item -> item * 7 % 10).toArray();

    private static LongFunction<IndexPair> pairs(ChangingStream stream) {
        return stream.pairs(DIGITS, 3, PHASE);
    }

    private static Stream<IndexPair> phase(ChangingStream stream, int phase) {
        return LongStream.range((long) phase * PHASE, (phase + 1L) * PHASE).mapToObj(pairs(stream));
    }

    private static Set<Integer> digits(Stream<IndexPair> pairs) {
        return pairs.flatMap(pair -> Stream.of(DIGITS[pair.left()], DIGITS[pair.right()]))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static double share(ChangingStream stream, Predicate<IndexPair> holds) {
        return (double) LongStream.range(0, ALL)
                        .mapToObj(pairs(stream))
                        .filter(holds)
                        .count()
                / ALL;
    }

    private static boolean isRight(IndexPair pair) {
        return (DIGITS[pair.left()] == DIGITS[pair.right()]) == (pair.label() == Label.SIMILAR);
    }

    @ParameterizedTest
    @EnumSource
    void halfOfThePairsAreSimilarAndNoneIsOfAnItemWithItself(ChangingStream stream) {
        assertEquals(0.5, share(stream, pair -> pair.label() == Label.SIMILAR), 0.02);
        assertEquals(0, share(stream, pair -> pair.left() == pair.right()));
    }

    @Test
    void newDigitsComeInEachPhaseAndOldOnesStayOrDoNot() {
        for (int phase = 0; phase < ChangingStream.PHASES; phase++) {
            assertEquals(Set.of(2 * phase, 2 * phase + 1), digits(phase(ChangingStream.NEW_CLASSES, phase)));
            Set<Integer> all = IntStream.range(0, 2 * phase + 2).boxed().collect(Collectors.toSet());
            assertEquals(all, digits(phase(ChangingStream.MORE_CLASSES, phase)));
            Set<Integer> season = phase % 2 == 0 ? Set.of(0, 1, 2, 3, 4) : Set.of(5, 6, 7, 8, 9);
            assertEquals(season, digits(phase(ChangingStream.SEASONS, phase)));
        }
        assertEquals(1, share(ChangingStream.NEW_CLASSES, ChangingStreamTest::isRight));
        assertEquals(1, share(ChangingStream.MORE_CLASSES, ChangingStreamTest::isRight));
        assertEquals(1, share(ChangingStream.SEASONS, ChangingStreamTest::isRight));
    }

    @Test
    void anotherRelationCountsInTheLastTwoPhases() {
        Predicate<IndexPair> parity =
                pair -> (DIGITS[pair.left()] % 2 == DIGITS[pair.right()] % 2) == (pair.label() == Label.SIMILAR);
        for (int phase = 0; phase < ChangingStream.PHASES; phase++) {
            assertEquals(phase < 3, phase(ChangingStream.NEW_RELATION, phase).allMatch(ChangingStreamTest::isRight));
            assertEquals(phase >= 3, phase(ChangingStream.NEW_RELATION, phase).allMatch(parity));
        }
    }

    @Test
    void oneLabelOfTenIsWrong() {
        assertEquals(0.9, share(ChangingStream.WRONG_LABELS, ChangingStreamTest::isRight), 0.01);
    }

    @Test
    void halfOfTheItemsOfALongTailAreAmongTheFirstHundred() {
        double first = share(ChangingStream.LONG_TAIL, pair -> pair.left() < 100);
        assertTrue(first > 0.48 && first < 0.52, "ln 101 / ln 10001 is .501, but was " + first);
        assertEquals(1, share(ChangingStream.LONG_TAIL, ChangingStreamTest::isRight));
    }
}
