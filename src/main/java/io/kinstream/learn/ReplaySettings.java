package io.kinstream.learn;

/**
 * How much of the stream is learned again.
 *
 * @param pairs that are stored, &gt;= 0; 0: none is, and each pair is learned once
 * @param ratio stored pairs that are learned again for each new one, &gt; 0 and finite
 */
public record ReplaySettings(int pairs, float ratio) {

    /** Each pair is learned once. */
    public static final ReplaySettings OFF = new ReplaySettings(0, 1);

    /** @throws IllegalArgumentException when a number is out of range */
    public ReplaySettings {
        if (pairs < 0 || !(ratio > 0 && ratio <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "replayed pairs must be >= 0 and the ratio > 0, but were " + pairs + " and " + ratio);
        }
    }

    /** Whether pairs are learned again. */
    public boolean isOn() {
        return pairs > 0;
    }

    /**
     * How many stored pairs are learned with the next {@code fresh} ones, when {@code learned} have been. In sum it is the
     * ratio times all of them, rounded down, however batches fall.
     */
    int count(long learned, int fresh) {
        return (int) ((long) ((double) ratio * (learned + fresh)) - (long) ((double) ratio * learned));
    }
}
