package io.kinstream.bench;

import java.util.Arrays;
import java.util.List;

/**
 * One thing that was measured several times.
 *
 * @param unit of the figures
 * @param rounds a figure for each round, in their order; at least one
 */
public record Series(String unit, List<Double> rounds) {

    public Series {
        rounds = List.copyOf(rounds);
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("rounds must be at least 1, but was 0");
        }
    }

    /** The figure in the middle; of an even number the mean of the two in the middle. */
    public double median() {
        return median(rounds.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The same, divided by something. */
    Series over(double divisor, String newUnit) {
        return new Series(
                newUnit, rounds.stream().map(figure -> figure / divisor).toList());
    }

    /** NaN if one of the figures is. */
    static double median(double[] figures) {
        return (quantile(figures, 0.5, false) + quantile(figures, 0.5, true)) / 2;
    }

    /** The smallest figure that is not less than so great a share of them. */
    static double quantile(double[] figures, double share) {
        return quantile(figures, share, false);
    }

    private static double quantile(double[] figures, double share, boolean upper) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted); // NaN comes last
        if (Double.isNaN(sorted[sorted.length - 1])) {
            return Double.NaN;
        }
        double rank = share * sorted.length;
        int index = upper ? (int) Math.floor(rank) : (int) Math.ceil(rank) - 1;
        return sorted[Math.max(0, Math.min(index, sorted.length - 1))];
    }
}
