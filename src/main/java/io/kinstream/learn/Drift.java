package io.kinstream.learn;

/**
 * Whether the prequential loss has grown by more than chance explains. The loss of a model that learns falls, so growth
 * is news: the stream has changed, or the learner has got into trouble.
 *
 * @param count how often it began to grow since this process has the learner
 * @param pairs that have passed since it was last seen to begin, &gt; 0; 0 if it never was, or is back where it was
 * @param before the mean loss before it grew, &gt;= 0; NaN if {@code pairs} is 0
 * @param now the mean loss since it last changed, &gt;= 0; NaN if not known yet
 * @param settled whether it has not grown any more for long: the loss of now is then what the next drift is measured from
 */
public record Drift(long count, long pairs, double before, double now, boolean settled) {

    /** How many times as large as before the loss is, &gt; 0; 1 if it has not grown, NaN if not known yet. */
    public double growth() {
        if (Double.isNaN(now)) {
            return Double.NaN;
        }
        return pairs > 0 ? now / before : 1;
    }
}
