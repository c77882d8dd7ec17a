package io.kinstream.learn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a distance says of a pair: how likely it is similar, and how often the threshold is wrong. It is measured over
 * the prequential window, so it holds for pairs like those of the stream, mixed as they are there. NaN and no steps when
 * there is no pair of a kind.
 *
 * @param expectedError share of pairs that a threshold judges wrongly that was not found on them: each half of the
 *     window, the older and the newer, is judged by that of the other; [0..1]
 * @param falseAccepts share of the window's dissimilar pairs below its threshold, [0..1]
 * @param falseRejects share of the window's similar pairs not below it, [0..1]
 * @param steps shares of similar pairs from distance 0 on, which fall
 */
public record Calibration(double expectedError, double falseAccepts, double falseRejects, List<Step> steps) {
    // The pairs, by distance, are cut into bins of about equal size, of which none reaches over the threshold. Where a
    // bin has a larger share of similar pairs than one of smaller distances, the two are pooled (pool adjacent
    // violators, [1]): the shares that fall with the distance and are closest to those of the bins. For scores of
    // classifiers see [2]. A share is (s + 1) / (n + 2) for s of n pairs (Laplace's rule of succession), never quite
    // certain; pools that this brings out of order are pooled, too.
    //
    // The threshold judges the most pairs right. So of the pairs in any stretch that ends at it the greater part is
    // similar, and in any that begins at it dissimilar: the share is >= 1/2 on the one side and <= 1/2 on the other,
    // wherever there are pairs.
    //
    // [1] Ayer, Brunk, Ewing, Reid, Silverman: An empirical distribution function for sampling with incomplete
    //     information. Ann. Math. Statist. 26 (1955). [2] Zadrozny, Elkan: Transforming classifier scores into accurate
    //     multiclass probability estimates. KDD 2002.

    /** Nothing is known. */
    public static final Calibration UNKNOWN = new Calibration(Double.NaN, Double.NaN, Double.NaN, List.of());

    private static final int MOST_BINS = 50;
    private static final int LEAST_PAIRS = 50;

    /**
     * Distances of one share.
     *
     * @param from the smallest; the largest is below that of the next step
     * @param similarShare how likely a pair at such a distance is similar, (0..1)
     * @param pairs of the window at such a distance
     */
    public record Step(double from, double similarShare, int pairs) {}

    public Calibration {
        steps = List.copyOf(steps);
    }

    /** How likely a pair at this distance is similar, (0..1); NaN if that is not known. */
    public double similarShare(double distance) {
        double share = Double.NaN;
        for (Step step : steps) {
            share = step.from() <= distance ? step.similarShare() : share;
        }
        return share;
    }

    /**
     * @param similar and dissimilar: distances of the pairs of each kind, ascending, finite, &gt;= 0
     * @param threshold below which a pair is taken for similar
     */
    static Calibration of(float[] similar, float[] dissimilar, double threshold, double expectedError) {
        if (similar.length == 0 || dissimilar.length == 0) {
            return UNKNOWN;
        }
        List<Bin> pools = pool(pool(bins(similar, dissimilar, threshold), Bin::share), Bin::estimate);
        return new Calibration(
                expectedError,
                (double) below(dissimilar, threshold) / dissimilar.length,
                1 - (double) below(similar, threshold) / similar.length,
                pools.stream()
                        .map(bin -> new Step(bin.from, bin.estimate(), bin.pairs))
                        .toList());
    }

    private record Bin(double from, int similar, int pairs) {
        double share() {
            return (double) similar / pairs;
        }

        double estimate() {
            return (similar + 1.0) / (pairs + 2.0);
        }

        Bin with(Bin next) {
            return new Bin(from, similar + next.similar, pairs + next.pairs);
        }
    }

    private static List<Bin> bins(float[] similar, float[] dissimilar, double threshold) {
        int total = similar.length + dissimilar.length;
        int size = Math.max(LEAST_PAIRS, (total + MOST_BINS - 1) / MOST_BINS);
        List<Bin> bins = new ArrayList<>();
        double from = 0;
        int s = 0; // similar pairs before this bin
        int d = 0;
        int nextS = 0; // similar pairs up to here
        int nextD = 0;
        while (nextS + nextD < total) {
            float distance = Separation.nearer(similar, nextS, dissimilar, nextD);
            nextS = Separation.skip(similar, nextS, distance);
            nextD = Separation.skip(dissimilar, nextD, distance);
            int pairs = nextS + nextD - s - d;
            boolean last = nextS + nextD == total;
            double edge =
                    last ? Double.NaN : ((double) distance + Separation.nearer(similar, nextS, dissimilar, nextD)) / 2;
            if (last || pairs >= size || edge == threshold) {
                bins.add(new Bin(from, nextS - s, pairs));
                from = edge;
                s = nextS;
                d = nextD;
            }
        }
        return bins;
    }

    private static List<Bin> pool(List<Bin> bins, ToDoubleFunction<Bin> share) {
        Deque<Bin> pools = new ArrayDeque<>();
        for (Bin bin : bins) {
            Bin pool = bin;
            while (!pools.isEmpty() && share.applyAsDouble(pools.getLast()) <= share.applyAsDouble(pool)) {
                pool = pools.removeLast().with(pool);
            }
            pools.addLast(pool);
        }
        return List.copyOf(pools);
    }

    private static int below(float[] ascending, double limit) {
        int below = 0;
        while (below < ascending.length && ascending[below] < limit) {
            below++;
        }
        return below;
    }
}
