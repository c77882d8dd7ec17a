package io.kinstream.stream;

/**
 * How much the join may still let go, or give up, before the next tick. One item may have a hundred thousand pairs
 * waiting, and as many may be due at once: what is done at a time must be small against the time that a transaction and
 * a poll may take.
 */
final class Allowance {

    private static final int PAIRS = 1000;
    private static final int BYTES = 8 * 1024 * 1024;

    private int pairs = PAIRS;
    private int bytes = BYTES;

    /** Forgets what was used. */
    void renew() {
        pairs = PAIRS;
        bytes = BYTES;
    }

    boolean isLeft() {
        return pairs > 0 && bytes > 0;
    }

    /** Takes off a pair of a size; the last one may be larger than what is left. */
    void use(int size) {
        pairs--;
        bytes -= size;
    }
}
