package io.kinstream.wire;

/** Decimal digits as numbers: several digits at once, and the nearest float where two roundings end where one would. */
final class Decimal {
    /** The most digits that a long holds whatever they are. */
    static final int MAX_DIGITS = 18;

    /** All powers of ten that a double holds exactly. */
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** A double has 29 bits more than a float: halfway between two floats the first of these is set and no other. */
    private static final long BITS_BEYOND_FLOAT = (1L << 29) - 1;

    private static final long HALFWAY = 1L << 28;

    /** More than twice what the two roundings may be off. */
    private static final long MARGIN = 5;

    private static final long ZEROS = 0x3030_3030_3030_3030L;

    private Decimal() {}

    /**
     * The float nearest to {@code digits * 10^exponent}, or NaN if that takes more thought.
     *
     * <p>The digits as a double are off by half a unit in the last place at most, so by 2^-53 of their value; the product
     * or quotient with an exact power by as much again: by 2^-52 together, which is two units. A double that is farther
     * than that from every point halfway between two floats is on the same side of each of these points as the decimal
     * number, so that both round to the same float.
     *
     * @param digits not negative, of at most {@value #MAX_DIGITS} digits
     */
    static float nearest(long digits, int exponent) {
        if (digits == 0) {
            return 0;
        }
        if (exponent <= -POWERS_OF_TEN.length || exponent >= POWERS_OF_TEN.length) {
            return Float.NaN;
        }
        double number = exponent < 0 ? digits / POWERS_OF_TEN[-exponent] : digits * POWERS_OF_TEN[exponent];
        long beyond = Double.doubleToRawLongBits(number) & BITS_BEYOND_FLOAT;
        // From 1e-22 on no float is subnormal; beyond the largest one the cast makes it infinite.
        return Math.abs(beyond - HALFWAY) > MARGIN ? (float) number : Float.NaN;
    }

    /**
     * How many digits eight characters start with.
     *
     * @param octets the characters, the first one lowest
     */
    static int leadingDigits(long octets) {
        long values = octets ^ ZEROS;
        // From 10 on, the addition reaches the highest bit; what it carries over only meets characters behind.
        long others = (values | values + 0x7676_7676_7676_7676L) & 0x8080_8080_8080_8080L;
        return Long.numberOfTrailingZeros(others) / Byte.SIZE;
    }

    /**
     * A number with the first digits of eight characters after it.
     *
     * @param count of the digits to append, 0 to 8
     */
    static long append(long number, long octets, int count) {
        if (count == 0) {
            return number;
        }
        return number * (long) POWERS_OF_TEN[count] + number((octets ^ ZEROS) << Long.SIZE - Byte.SIZE * count);
    }

    /**
     * The float nearest to a number with up to sixteen decimals, or NaN if that takes more thought.
     *
     * @param whole the digit before the point
     * @param first the eight characters behind the point, of which the first {@code count} are digits
     * @param second the eight after them, of which the first {@code more} are digits
     */
    static float fraction(int whole, long first, int count, long second, int more) {
        return nearest((whole * 100_000_000L + eight(first, count)) * 100_000_000L + eight(second, more), -16);
    }

    /** The first digits of eight characters, and zeros in place of the others. */
    private static long eight(long octets, int count) {
        long others = -1L << 4 * count << 4 * count; // a shift by 64 at once would be none
        return number((octets ^ ZEROS) & ~others);
    }

    /** Neighbours are put together to pairs, pairs to fours, fours to eight. */
    private static long number(long digits) {
        long pairs = digits * 10 + (digits >>> 8);
        long first = (pairs & 0x0000_00ff_0000_00ffL) * (100 + (1_000_000L << 32));
        long second = (pairs >>> 16 & 0x0000_00ff_0000_00ffL) * (1 + (10_000L << 32));
        return first + second >>> 32;
    }
}
