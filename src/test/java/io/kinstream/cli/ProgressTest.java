package io.kinstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.learn.Calibration;
import io.kinstream.learn.Quality;
import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.wire.ModelManifest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final Quality GOOD = new Quality(5, 5, 0.05, 0.04, 0.06, 0.2, 0.9, 0.5, 0.96, 0.1, 0.5, 0.9);
    private static final double UNKNOWN = Double.NaN;
    private static final Quality NONE =
            new Quality(0, 0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);

    private final StringWriter written = new StringWriter();
    private final PrintWriter out = new PrintWriter(written);

    @Test
    void beforeAnythingIsLearnedThereAreNoFigures() {
        new Progress(out, 1000, false).show(version(0, NONE));
        assertEquals(List.of("[........................] 0 of 1,000 pairs"), lines());
    }

    @Test
    void theBarAndTheFiguresFollowTheVersion() {
        Progress progress = new Progress(out, 1000, true);
        progress.show(version(0, NONE));
        progress.show(version(500, GOOD));
        String last = last();
        assertTrue(last.startsWith("[############............] 500 of 1,000 pairs  "), last);
        assertTrue(last.endsWith("/s  loss 0.0500  AUC 0.960"), last);
    }

    @Test
    void moreThanAllIsAFullBar() {
        new Progress(out, 1000, false).show(version(1016, GOOD));
        assertEquals(List.of("[########################] 1,016 of 1,000 pairs"), lines());
    }

    @Test
    void aRunThatGoesOnCountsItsOwnPaceOnly() {
        Progress progress = new Progress(out, 1000, true);
        progress.show(version(500, GOOD));
        assertFalse(last().contains("/s"), last());
    }

    @Test
    void onATerminalTheLineIsRewrittenInPlace() {
        Progress progress = new Progress(out, 1000, true);
        progress.show(version(0, NONE));
        progress.show(version(0, NONE));
        progress.end(version(1000, GOOD));
        assertEquals(3, written.toString().chars().filter(c -> c == '\r').count());
        assertTrue(written.toString().endsWith("0.960" + System.lineSeparator()), written.toString());
    }

    @Test
    void elsewhereALineIsWrittenNowAndThenAndAtTheEnd() {
        Progress progress = new Progress(out, 1000, false);
        for (int i = 0; i < 100; i++) {
            progress.show(version(i, GOOD));
        }
        progress.end(version(1000, GOOD));
        assertTrue(lines().size() < 100, "every call wrote a line");
        assertTrue(last().contains("1,000 of 1,000"), last());
        assertFalse(written.toString().contains("\r["), written.toString());
    }

    private List<String> lines() {
        out.flush();
        return written.toString().lines().toList();
    }

    private String last() {
        return lines().get(lines().size() - 1);
    }

    private static ModelManifest version(long version, Quality quality) {
        Architecture architecture = Architecture.of("4,2", Activation.RELU);
        return new ModelManifest(
                "m",
                version,
                OptionalLong.of(version),
                architecture,
                1,
                ContrastiveLoss.drlim(1),
                0.01f,
                quality,
                Calibration.UNKNOWN,
                1,
                "0".repeat(64),
                0);
    }
}
