package io.kinstream.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The newest values of a stream, as many as have the same mean: ADWIN [1], in its form with buckets. Wherever the window
 * can be cut in two so that the means of the parts differ by more than chance explains, its oldest bucket is dropped, until
 * it cannot be cut any more. What one has to say is only how sure one wants to be.
 *
 * <p>Older buckets stand for twice as many values as younger ones, so memory and time grow with the logarithm of the
 * window's length. Nothing depends on anything but the values and their order. Not thread-safe.
 */
final class AdaptiveWindow {
    // W = W0 W1 is cut where |mean(W0) - mean(W1)| > e, with Bernstein's bound [1, section 3.2]
    //
    //     e = sqrt(2/m s² ln(2/d')) + 2/(3m) r ln(2/d')     1/m = 1/|W0| + 1/|W1|     d' = d / ln|W|
    //
    // s²: variance of W.  r: range of the values, 1 in [1]; for means of k independent numbers in [0, 1] it is 1/k.
    //
    // [1] Bifet, Gavalda: Learning from Time-Changing Data with Adaptive Windowing. SIAM Conf. on Data Mining, 2007

    /** Of one bucket of a size more than these, the two oldest become one. */
    private static final int BUCKETS_OF_A_SIZE = 5;

    private final double confidence;
    private final double range;
    private final long most;
    private final List<Bucket> buckets = new ArrayList<>(); // oldest first, and so largest first

    /** So many values next to each other, and the sum of their squared distances from their mean. */
    private record Bucket(long size, double mean, double squares) {

        static final Bucket EMPTY = new Bucket(0, 0, 0);

        /** Of both together [Chan, Golub, LeVeque 1979]. */
        Bucket and(Bucket other) {
            long both = size + other.size;
            double apart = other.mean - mean;
            return new Bucket(
                    both,
                    mean + apart * other.size / both,
                    squares + other.squares + apart * apart * size * other.size / both);
        }
    }

    /**
     * An empty window.
     *
     * @param confidence d above: the smaller, the surer is a cut
     * @param range r above
     * @param most values that it may hold; more than these grow too old
     */
    AdaptiveWindow(double confidence, double range, long most) {
        this.confidence = confidence;
        this.range = range;
        this.most = most;
    }

    /**
     * Adds the next value.
     *
     * @return the mean of what was dropped, if that was another one; what only grew too old is not told
     */
    OptionalDouble add(double value) {
        buckets.add(new Bucket(1, value, 0));
        merge();
        Bucket dropped = Bucket.EMPTY;
        while (canBeCut()) {
            dropped = dropped.and(buckets.remove(0));
        }
        if (size() > most) {
            buckets.remove(0);
        }
        return dropped.size == 0 ? OptionalDouble.empty() : OptionalDouble.of(dropped.mean);
    }

    private void merge() {
        int end = buckets.size();
        for (long size = 1; ; size *= 2) {
            int first = end;
            while (first > 0 && buckets.get(first - 1).size == size) {
                first--;
            }
            if (end - first <= BUCKETS_OF_A_SIZE) {
                return;
            }
            Bucket second = buckets.remove(first + 1);
            buckets.set(first, buckets.get(first).and(second));
            end = first + 1;
        }
    }

    private boolean canBeCut() {
        Bucket all = all();
        double surety = Math.log(2 * Math.max(1, Math.log(all.size)) / confidence);
        double variance = all.squares / all.size;
        Bucket older = Bucket.EMPTY;
        for (Bucket bucket : buckets.subList(0, buckets.size() - 1)) {
            older = older.and(bucket);
            long newer = all.size - older.size;
            double difference = (older.mean - all.mean) * all.size / newer; // of the means of both parts
            double sizes = 1.0 / older.size + 1.0 / newer;
            double bound = Math.sqrt(2 * sizes * variance * surety) + 2 * sizes * range * surety / 3;
            if (Math.abs(difference) > bound) {
                return true;
            }
        }
        return false;
    }

    private Bucket all() {
        Bucket all = Bucket.EMPTY;
        for (Bucket bucket : buckets) {
            all = all.and(bucket);
        }
        return all;
    }

    /** How many values the window holds. */
    long size() {
        return all().size;
    }

    /** Their mean; 0 of none. */
    double mean() {
        return all().mean;
    }
}
