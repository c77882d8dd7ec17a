package io.kinstream.cli;

import io.kinstream.learn.Quality;
import io.kinstream.wire.ModelManifest;
import java.io.PrintWriter;
import java.util.Locale;

/** One line that tells how learning goes: rewritten in place on a terminal, now and then a new one elsewhere. */
final class Progress {

    private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;
    private static final int BAR = 24;

    private final PrintWriter out;
    private final long total;
    private final boolean terminal;
    private final long startedAt = System.nanoTime();
    private long startedWith = -1;
    private long lastLine = startedAt - NANOS_BETWEEN_LINES;

    Progress(PrintWriter out, long total) {
        this(out, total, System.console() != null);
    }

    /** @param terminal whether a line can be rewritten */
    Progress(PrintWriter out, long total, boolean terminal) {
        this.out = out;
        this.total = total;
        this.terminal = terminal;
    }

    /** Shows where learning stands, by the newest version. */
    void show(ModelManifest model) {
        long now = System.nanoTime();
        if (startedWith < 0) {
            startedWith = model.modelVersion();
        }
        if (terminal) {
            out.print("\r" + line(model, now));
            out.flush();
        } else if (now - lastLine >= NANOS_BETWEEN_LINES) {
            lastLine = now;
            out.println(line(model, now));
            out.flush();
        }
    }

    /** Shows where learning ended, and ends the line. */
    void end(ModelManifest model) {
        lastLine = System.nanoTime() - NANOS_BETWEEN_LINES;
        show(model);
        if (terminal) {
            out.println();
        }
    }

    private String line(ModelManifest model, long now) {
        long learned = model.modelVersion();
        int filled = (int) Math.min(BAR, learned * BAR / Math.max(1, total));
        String line = String.format(
                Locale.ROOT, "[%s%s] %,d of %,d pairs", "#".repeat(filled), ".".repeat(BAR - filled), learned, total);
        Quality quality = model.quality();
        if (learned == startedWith || Double.isNaN(quality.auc())) {
            return line;
        }
        double perSecond = (learned - startedWith) / ((now - startedAt) / 1e9);
        String figures = "  %,.0f/s  loss %.4f  AUC %.3f";
        return line + String.format(Locale.ROOT, figures, perSecond, quality.meanLoss(), quality.auc());
    }
}
