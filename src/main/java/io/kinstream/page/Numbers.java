package io.kinstream.page;

import java.util.Arrays;
import java.util.List;

/** Numbers as they go over the wire: as many digits as can be seen, and null for what is not known. */
final class Numbers {

    private static final int DIGITS = 4;

    /** Powers of ten up to here are exact doubles, so that a quotient of one prints as short as it can be. */
    private static final int LARGEST_POWER = 22;

    private static final double[] POWERS = powers();

    private Numbers() {}

    static Double brief(double number) {
        return Double.isFinite(number) ? (Double) rounded(number) : null;
    }

    static List<Double> brief(double[] numbers) {
        return Arrays.stream(numbers).mapToObj(Numbers::brief).toList();
    }

    /** Thousands of numbers a second: exact decimal arithmetic would be the dearest part of the page. */
    private static double rounded(double number) {
        int decimals = DIGITS - 1 - (int) Math.floor(Math.log10(Math.abs(number)));
        if (number == 0 || decimals > LARGEST_POWER) {
            return 0;
        }
        if (decimals >= 0) {
            return Math.rint(number * POWERS[decimals]) / POWERS[decimals];
        }
        return -decimals > LARGEST_POWER ? number : Math.rint(number / POWERS[-decimals]) * POWERS[-decimals];
    }

    private static double[] powers() {
        double[] powers = new double[LARGEST_POWER + 1];
        powers[0] = 1;
        for (int i = 1; i <= LARGEST_POWER; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
