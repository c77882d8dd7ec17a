package io.kinstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kinstream.learn.Quality;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private static final int TERMINAL = 79;
    private static final Quality GOOD = new Quality(5, 5, 0.05, 0.04, 0.06, 0.2, 0.9, 0.5, 0.96, 0.1, 0.5, 0.9);
    private static final double UNKNOWN = Double.NaN;
    private static final Quality NONE =
            new Quality(0, 0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);

    @Test
    void whatIsNotKnownIsLeftOut() {
        assertEquals(
                "[........................] 0 of 1,000 pairs", line(1000, pairs(0, Optional.empty(), -1), UNKNOWN));
        assertEquals(
                "[........................] 0 of 1,000 pairs  v0", line(1000, pairs(0, Optional.of(NONE), 0), UNKNOWN));
    }

    @Test
    void allThatIsKnownIsThere() {
        assertEquals(
                "[############............] 500 of 1,000 pairs  8,012/s  loss 0.0500  AUC 0.960  v480",
                line(1000, pairs(500, Optional.of(GOOD), 480), 8012.4));
    }

    @Test
    void moreThanAllIsAFullBar() {
        assertEquals(
                "[########################] 1,016 of 1,000 pairs",
                line(1000, pairs(1016, Optional.empty(), -1), UNKNOWN));
    }

    @Test
    void withoutATotalThereIsNoBar() {
        ProgressLine line = new ProgressLine(OptionalLong.empty(), TERMINAL);
        assertEquals(
                "1,234,567 pairs  12/s  loss 0.0500  AUC 0.960  v1,234,000",
                line.of(pairs(1_234_567, Optional.of(GOOD), 1_234_000), 12));
        assertEquals(
                "20 embeddings  0/s  v5",
                line.of(new Standing(20, "embeddings", Optional.empty(), OptionalLong.of(5)), 0));
    }

    @Test
    void onATerminalTheBarGivesWay() {
        ProgressLine line = new ProgressLine(OptionalLong.of(1000), TERMINAL);
        assertEquals(
                "[#########..........] 500 of 1,000 pairs  8,012/s  loss 0.0500  AUC 0.960  v480",
                line.of(pairs(500, Optional.of(GOOD), 480), 8012));
        ProgressLine large = new ProgressLine(OptionalLong.of(10_000_000), TERMINAL);
        assertEquals(
                "5,000,000 of 10,000,000 pairs  8,012/s  loss 0.0500  AUC 0.960  v4,900,000",
                large.of(pairs(5_000_000, Optional.of(GOOD), 4_900_000), 8012));
    }

    private static String line(long total, Standing standing, double perSecond) {
        return new ProgressLine(OptionalLong.of(total), Integer.MAX_VALUE).of(standing, perSecond);
    }

    private static Standing pairs(long count, Optional<Quality> quality, long version) {
        return new Standing(count, "pairs", quality, version < 0 ? OptionalLong.empty() : OptionalLong.of(version));
    }
}
