package io.kinstream.learn;

import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Label;
import java.util.OptionalDouble;

/**
 * Watches the prequential loss of all pairs for growth, with an {@linkplain AdaptiveWindow adaptive window}.
 *
 * <p>Why that and not the Page-Hinkley test: that one measures from the mean of all that was, which stays far above the
 * loss of a model that has learned much, and its two thresholds are in units of the loss, which is another for each data
 * set, margin and age of the model. The adaptive window forgets the time before a fall by itself. And why not each kind of
 * pairs by itself: at the start the loss of similar pairs often rises while that of the others falls, since space has to
 * be made first; only their sum falls. So a stream that holds more of the harder kind than before has drifted, too.
 *
 * <p>A drift is over when the loss is back where it was. Growth that comes less than {@value #SETTLED_PAIRS} pairs after
 * growth belongs to the same drift: so a slow one is one, and is measured from where it began.
 */
final class DriftDetector {

    /** What implementations of ADWIN have; what comes of it says DriftDetectorTest. */
    private static final double CONFIDENCE = 0.002;

    /** So many losses are one value: their mean hides what neighbours in the stream have in common, and costs little. */
    static final int BLOCK = 32;

    static final int SETTLED_PAIRS = 32_768;

    private static final int MOST_PAIRS = 65_536;

    private final AdaptiveWindow window = new AdaptiveWindow(CONFIDENCE, 1.0 / BLOCK, MOST_PAIRS / BLOCK);
    private final double scale;
    private double sum;
    private long recorded;
    private long count;
    private long beganAt;
    private long grewAt;
    private double before = Double.NaN; // NaN: there is no drift

    /** @param loss above that of dissimilar items in one point, where nothing is learned, all is the same */
    DriftDetector(ContrastiveLoss loss) {
        scale = loss.of(Label.DISSIMILAR).loss(0);
    }

    /** The next loss, &gt;= 0. */
    void record(float loss) {
        sum += Math.min(1, loss / scale);
        if (++recorded % BLOCK == 0) {
            watch(sum / BLOCK);
            sum = 0;
        }
    }

    private void watch(double block) {
        OptionalDouble older = window.add(block);
        double now = window.mean();
        if (older.isPresent() && older.getAsDouble() < now) {
            grown(older.getAsDouble());
        } else if (now <= before) {
            before = Double.NaN;
        }
    }

    private void grown(double older) {
        if (Double.isNaN(before) || hasSettled()) {
            before = older;
            beganAt = recorded;
            count++;
        }
        grewAt = recorded;
    }

    private boolean hasSettled() {
        return recorded - grewAt >= SETTLED_PAIRS;
    }

    /** What is known now. */
    Drift drift() {
        long pairs = Double.isNaN(before) ? 0 : Math.max(1, recorded - beganAt);
        double now = window.size() == 0 ? Double.NaN : window.mean();
        return new Drift(count, pairs, before * scale, now * scale, pairs > 0 && hasSettled());
    }
}
