package io.kinstream.nn;

/**
 * Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014, with the constants of
 * {@code java.util.SplittableRandom}. Written out because the seeded start of a model must not depend on a library's
 * version.
 */
final class SplitMix64 {
    private long state;

    SplitMix64(long seed) {
        state = seed;
    }

    private long nextLong() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Uniform in [0, 1), a multiple of 2^-53. */
    double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }
}
