package io.kinstream.cli;

import io.kinstream.learn.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How the job goes, in one line: a bar if it is known how many pairs there will be, then what is known of these.
 *
 * <pre>
 * [############............] 50,000 of 100,000 pairs  8,012/s  loss 0.0312  AUC 0.987  v49,232
 * </pre>
 *
 * <p>Pairs are those that are learned now; v is the version in service, which is some behind.
 *
 * @param total how many pairs there will be, if that is known
 * @param width how many characters fit; the bar gives way
 */
record ProgressLine(OptionalLong total, int width) {

    private static final int LONGEST_BAR = 24;
    private static final int SHORTEST_BAR = 4;
    private static final int AROUND_BAR = "[] ".length();

    /** @param perSecond NaN if not known */
    String of(Standing standing, double perSecond) {
        List<String> parts = new ArrayList<>();
        String count = String.format(Locale.ROOT, "%,.0f", standing.count());
        parts.add(count
                + (total.isPresent() ? String.format(Locale.ROOT, " of %,d ", total.getAsLong()) : " ")
                + standing.what());
        if (!Double.isNaN(perSecond)) {
            parts.add(String.format(Locale.ROOT, "%,.0f/s", perSecond));
        }
        standing.quality()
                .filter(quality -> !Double.isNaN(quality.auc()))
                .map(ProgressLine::figures)
                .ifPresent(parts::addAll);
        standing.version().ifPresent(version -> parts.add(String.format(Locale.ROOT, "v%,d", version)));
        String text = String.join("  ", parts);
        return bar(standing.count(), width - text.length() - AROUND_BAR) + text;
    }

    private static List<String> figures(Quality quality) {
        return List.of(
                String.format(Locale.ROOT, "loss %.4f", quality.meanLoss()),
                String.format(Locale.ROOT, "AUC %.3f", quality.auc()));
    }

    private String bar(double count, int room) {
        int length = Math.min(LONGEST_BAR, room);
        if (total.isEmpty() || length < SHORTEST_BAR) {
            return "";
        }
        int filled = (int) Math.min(length, count * length / Math.max(1, total.getAsLong()));
        return "[" + "#".repeat(filled) + ".".repeat(length - filled) + "] ";
    }
}
