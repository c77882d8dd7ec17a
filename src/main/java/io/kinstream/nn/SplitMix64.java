package io.kinstream.nn;

/**
 * Random numbers whose bits are part of the program. Steele, Lea, Flood: Fast splittable pseudorandom number generators,
 * OOPSLA 2014, with the constants of {@code java.util.SplittableRandom}. Written out because neither the seeded start of
 * a model nor which pairs it learns again must depend on a library's version.
 */
public final class SplitMix64 {
    private long state;

    SplitMix64(long seed) {
        state = seed;
    }

    /**
     * The generator that belongs to a number: so what is drawn depends on nothing that was drawn before.
     *
     * @param number those of neighbours have nothing in common
     */
    public static SplitMix64 of(long seed, long number) {
        long ofSeed = new SplitMix64(seed).nextLong();
        return new SplitMix64(new SplitMix64(ofSeed + number).nextLong());
    }

    private long nextLong() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Uniform in [0, 1), a multiple of 2^-53. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /**
     * Uniform in [0, bound), as far as 2^53 numbers can be.
     *
     * @param bound &gt; 0 and below 2^53
     */
    public long below(long bound) {
        return (long) (nextDouble() * bound);
    }
}
