package io.kinstream.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.local.RandomPairs.IndexPair;
import io.kinstream.nn.Label;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RelationTest {

    private static final int DRAWN = 40_000;

    /** 0 - 1 - 2 - 4, and 3 alone; 1 names itself, and 0 is named twice. */
    private static final Relation RELATION = Relation.ofNeighbours(new int[][] {{1}, {1, 0}, {1, 4}, {}, {}});

    @Test
    void whoIsNamedIsSimilarToWhoNamesIt() {
        assertTrue(RELATION.isSimilar(4, 2));
        assertTrue(RELATION.isSimilar(2, 4));
        assertFalse(RELATION.isSimilar(1, 1));
        assertFalse(RELATION.isSimilar(0, 2));
        assertEquals(3, RELATION.size());
    }

    @Test
    void halfThePairsAreSimilarAndEachOfAKindIsAsLikely() {
        LongFunction<IndexPair> pairs = RELATION.pairs(1);
        Map<String, Integer> drawn = new TreeMap<>();
        LongStream.range(0, DRAWN).mapToObj(pairs).forEach(pair -> {
            assertNotEquals(pair.left(), pair.right());
            assertEquals(RELATION.isSimilar(pair.left(), pair.right()), pair.label() == Label.SIMILAR);
            drawn.merge(pair.label() + " " + pair.left() + " " + pair.right(), 1, Integer::sum);
        });
        assertEquals(20, drawn.size(), "all pairs of five items, both ways");
        // 3 similar pairs both ways share one half, the other 7 both ways share the other.
        drawn.forEach((pair, count) ->
                assertEquals(pair.startsWith("SIM") ? DRAWN / 2.0 / 6 : DRAWN / 2.0 / 14, count, DRAWN / 200.0, pair));
    }

    @Test
    void itemsThatAreSimilarToNoneArePassedOver() {
        LongFunction<IndexPair> pairs =
                Relation.ofNeighbours(new int[][] {{}, {}, {}, {}, {}, {6}, {}}).pairs(1);
        LongStream.range(0, 100)
                .mapToObj(pairs)
                .filter(pair -> pair.label() == Label.SIMILAR)
                .forEach(pair -> assertEquals(11, pair.left() + pair.right(), pair::toString));
    }

    @Test
    void aSeedHasItsOwnOrder() {
        LongFunction<IndexPair> one = RELATION.pairs(1);
        LongFunction<IndexPair> again = RELATION.pairs(1);
        LongFunction<IndexPair> other = RELATION.pairs(2);
        assertTrue(LongStream.range(0, 50).allMatch(i -> one.apply(i).equals(again.apply(i))));
        assertFalse(LongStream.range(0, 50).allMatch(i -> one.apply(i).equals(other.apply(i))));
    }
}
