package io.kinstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final StringWriter written = new StringWriter();
    private final PrintWriter terminal = new PrintWriter(written);
    private final List<String> lines = new ArrayList<>();

    @Test
    void onATerminalTheLineIsRewrittenInPlace() {
        Progress progress = new Progress(OptionalLong.of(1000), terminal, lines::add, LONG);
        progress.show(pairs(1));
        progress.show(pairs(2));
        progress.end(pairs(1000));
        String[] rewritten = written.toString().split("\r");
        assertEquals(4, rewritten.length, written.toString());
        assertTrue(rewritten[1].contains("] 1 of 1,000 pairs"), rewritten[1]);
        assertTrue(rewritten[2].contains("] 2 of 1,000 pairs"), rewritten[2]);
        assertTrue(rewritten[3].contains("] 1,000 of 1,000 pairs"), rewritten[3]);
        assertTrue(rewritten[3].endsWith(System.lineSeparator()), rewritten[3]);
        assertEquals(List.of(), lines);
    }

    @Test
    void ofALongerLineNothingIsLeftOver() {
        Progress progress = new Progress(OptionalLong.empty(), terminal, lines::add, LONG);
        progress.show(pairs(1_000_000));
        int longer = written.toString().length();
        progress.show(new Standing(5, "pairs", Optional.empty(), OptionalLong.empty()));
        assertTrue(written.toString().length() >= 2 * longer, written.toString());
    }

    @Test
    void whatIsWrittenNextBeginsOnALineOfItsOwnIfThereWasALine() {
        Progress progress = new Progress(OptionalLong.empty(), terminal, lines::add, LONG);
        progress.leave();
        assertEquals("", written.toString());
        progress.show(pairs(1));
        progress.leave();
        assertTrue(written.toString().endsWith(System.lineSeparator()));
    }

    @Test
    void elsewhereALineIsWrittenNowAndThenAndAtTheEnd() {
        Progress progress = new Progress(OptionalLong.of(1000), null, lines::add, LONG);
        for (int i = 0; i < 100; i++) {
            progress.show(pairs(i));
        }
        progress.end(pairs(1000));
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(lines.get(0).endsWith("0 of 1,000 pairs"), lines.get(0));
        assertTrue(lines.get(1).contains("1,000 of 1,000 pairs"), lines.get(1));
    }

    @Test
    void elsewhereNothingNewIsNotWorthALine() {
        Progress progress = new Progress(OptionalLong.empty(), null, lines::add, Duration.ZERO);
        progress.show(pairs(7));
        progress.show(pairs(7));
        progress.show(pairs(8));
        assertEquals(2, lines.size(), lines.toString());
    }

    @Test
    void beforeThereIsALearnerThereIsNothingToTell() {
        Progress progress = new Progress(OptionalLong.empty(), null, lines::add, Duration.ZERO);
        progress.show(pairs(Double.NaN));
        new Progress(OptionalLong.empty(), terminal, lines::add, Duration.ZERO).show(pairs(Double.NaN));
        assertEquals(List.of(), lines);
        assertEquals("", written.toString());
    }

    private static Standing pairs(double count) {
        return new Standing(count, "pairs", Optional.empty(), OptionalLong.empty());
    }
}
