package io.kinstream.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.learn.Quality;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CurvesTest {

    private final Curves curves = new Curves();

    @Test
    void pointsComeInTheOrderOfPairsAndTheNewestIsThereAtOnce() {
        add(10, false);
        add(20, true);
        add(20, false); // nothing was learned meanwhile
        add(35, false);

        assertEquals(List.of(10L, 20L, 35L), curves.columns().pairs());
        assertEquals(List.of(false, true, false), curves.columns().published());
        assertEquals(List.of(0.1, 0.2, 0.35), curves.columns().similarLoss());
    }

    @Test
    void howeverManyThereAreTheyStayFewAndEvenlySpread() {
        long last = 20_000;
        LongStream.rangeClosed(1, last).forEach(pairs -> add(pairs, false));

        List<Long> pairs = curves.columns().pairs();
        assertTrue(pairs.size() > Curves.MOST / 2 - 2 && pairs.size() <= Curves.MOST + 1, "points: " + pairs.size());
        assertEquals(last, pairs.get(pairs.size() - 1));
        long widest = gaps(pairs).max().orElseThrow();
        long narrowest = gaps(pairs.subList(0, pairs.size() - 1)).min().orElseThrow();
        assertEquals(narrowest, widest, "gaps between points");
    }

    private static LongStream gaps(List<Long> pairs) {
        return LongStream.range(1, pairs.size()).map(i -> pairs.get((int) i) - pairs.get((int) i - 1));
    }

    @Test
    void aPublishedVersionIsStillMarkedWhenItsOwnPointIsThinnedOut() {
        LongStream.rangeClosed(1, 20_000).forEach(pairs -> add(pairs, pairs == 2 || pairs == 7777));

        Curves.Columns columns = curves.columns();
        List<Long> marked = LongStream.range(0, columns.pairs().size())
                .filter(i -> columns.published().get((int) i))
                .mapToObj(i -> columns.pairs().get((int) i))
                .toList();
        assertEquals(2, marked.size(), marked.toString());
        assertEquals(2, marked.get(0), 64);
        assertEquals(7777, marked.get(1), 64);
    }

    @Test
    void whatACrashUndidIsForgotten() {
        List.of(10, 20, 30, 40).forEach(pairs -> add(pairs, false));
        add(25, false);
        add(30, false);
        assertEquals(List.of(10L, 20L, 25L, 30L), curves.columns().pairs());
    }

    @Test
    void anotherModelBeginsAnew() {
        List.of(10, 20, 30).forEach(pairs -> add(pairs, false));
        add(5, false);
        assertEquals(List.of(5L), curves.columns().pairs());
    }

    @Test
    void earlierVersionsStandBeforeWhatThisProcessSaw() {
        add(100, false);
        add(200, false);
        curves.before(List.of(point(40, true), point(80, true), point(120, true)));
        assertEquals(List.of(40L, 80L, 100L, 200L), curves.columns().pairs());
    }

    @Test
    void afterARestartTheyAreThereBeforeAnythingIsLearned() {
        curves.before(List.of(point(40, true), point(80, true)));
        assertEquals(List.of(40L, 80L), curves.columns().pairs());
        assertEquals(List.of(true, true), curves.columns().published());
    }

    @Test
    void whatIsNotKnownIsNull() {
        double nan = Double.NaN;
        curves.add(new Curves.Point(1, new Quality(1, 0, 1, 1, nan, 1, nan, nan, nan, nan, nan, nan), false));
        assertEquals(1.0, curves.columns().similarLoss().get(0));
        assertEquals(null, curves.columns().auc().get(0));
    }

    private void add(long pairs, boolean published) {
        curves.add(point(pairs, published));
    }

    private static Curves.Point point(long pairs, boolean published) {
        double loss = pairs / 100.0;
        return new Curves.Point(pairs, new Quality(1, 1, loss, loss, loss, 1, 1, 1, 1, 0, 1, 1), published);
    }
}
