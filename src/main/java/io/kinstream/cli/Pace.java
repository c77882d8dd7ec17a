package io.kinstream.cli;

import java.util.ArrayList;
import java.util.List;

/** How fast something is counted up, from looks at the count now and then. */
final class Pace {

    private static final long RECENT_NANOS = 5_000_000_000L;

    private record Look(long nanos, double count) {}

    private final List<Look> recent = new ArrayList<>(); // of these the first may be older
    private Look first;

    /** What the count is at a time that does not go back, of a clock like {@link System#nanoTime}. */
    void look(long nanos, double count) {
        Look look = new Look(nanos, count);
        first = first == null ? look : first;
        recent.add(look);
        while (recent.size() > 2 && nanos - recent.get(1).nanos >= RECENT_NANOS) {
            recent.remove(0);
        }
    }

    /** By the second, over the last few of them; NaN after a single look. */
    double recent() {
        return recent.isEmpty() ? Double.NaN : since(recent.get(0));
    }

    /** By the second, since the first look; NaN after a single one. */
    double overall() {
        return recent.isEmpty() ? Double.NaN : since(first);
    }

    /** A count that fell is that of a learner that was started anew. */
    private double since(Look look) {
        Look last = recent.get(recent.size() - 1);
        double seconds = (last.nanos - look.nanos) / 1e9;
        return seconds > 0 ? Math.max(0, last.count - look.count) / seconds : Double.NaN;
    }
}
