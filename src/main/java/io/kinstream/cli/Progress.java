package io.kinstream.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Tells how the job goes while it runs: on a terminal in one line that is rewritten in place, elsewhere in a line now and
 * then, if there is something new. What the log says meanwhile takes the place of the former, which comes again below it.
 */
final class Progress {

    private static final int TERMINAL_WIDTH = 79;

    private final ProgressLine line;
    private final PrintWriter terminal; // null: there is none
    private final Consumer<String> lines;
    private final long nanosBetweenLines;
    private final Pace pace = new Pace();
    private long lastLine;
    private double told = Double.NaN;
    private int shown;

    /**
     * Of something that is told while it goes on.
     *
     * @param total how many pairs there will be, if that is known
     * @param terminal null if it is none
     * @param lines takes lines where there is no terminal
     * @param between two of them
     */
    Progress(OptionalLong total, PrintWriter terminal, Consumer<String> lines, Duration between) {
        this.line = new ProgressLine(total, terminal == null ? Integer.MAX_VALUE : TERMINAL_WIDTH);
        this.terminal = terminal;
        this.lines = lines;
        this.nanosBetweenLines = between.toNanos();
        this.lastLine = System.nanoTime() - nanosBetweenLines;
    }

    /** The terminal that the program writes to; null if it writes elsewhere. */
    static PrintWriter terminal(PrintWriter out) {
        return System.console() == null ? null : out;
    }

    /** Tells where it stands, if that is known, and if it is time. */
    void show(Standing standing) {
        if (Double.isNaN(standing.count())) {
            return;
        }
        long now = System.nanoTime();
        pace.look(now, standing.count());
        if (terminal != null) {
            rewrite(line.of(standing, pace.recent()));
        } else if (now - lastLine >= nanosBetweenLines && standing.count() != told) {
            lastLine = now;
            told = standing.count();
            lines.accept(line.of(standing, pace.recent()));
        }
    }

    /** Tells where it ended, and how fast it was in all. */
    void end(Standing standing) {
        pace.look(System.nanoTime(), standing.count());
        String last = line.of(standing, pace.overall());
        if (terminal != null) {
            rewrite(last);
            leave();
        } else {
            lines.accept(last);
        }
    }

    /** Lets what is written next begin on a line of its own. */
    void leave() {
        if (terminal != null && shown > 0) {
            terminal.println();
            terminal.flush();
            shown = 0;
        }
    }

    private void rewrite(String text) {
        terminal.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())));
        terminal.flush();
        shown = text.length();
    }
}
