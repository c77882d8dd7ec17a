package io.kinstream.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Waits for what will be true some time. */
public final class Await {

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private Await() {}

    /** Looks until there is something, and returns it; fails with {@code what} was awaited. */
    public static <T> T until(String what, Duration patience, Supplier<Optional<T>> look) {
        long giveUpAt = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < giveUpAt) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return fail(what + " must come within " + patience + ", but did not");
    }

    /** Looks until it is {@code value}; fails with what it was last. */
    public static void untilValue(String what, long value, Duration patience, LongSupplier look) {
        untilValue(what + " of " + value, patience, look, number -> number == value);
    }

    /** Looks until it is {@code value} at least; fails with what it was last. */
    public static void untilAtLeast(String what, long value, Duration patience, LongSupplier look) {
        untilValue(what + " of " + value + " at least", patience, look, number -> number >= value);
    }

    private static void untilValue(String what, Duration patience, LongSupplier look, LongPredicate isRight) {
        long[] last = {-1};
        try {
            untilTrue(what, patience, () -> isRight.test(last[0] = look.getAsLong()));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; last it was " + last[0], e);
        }
    }

    /** Looks until it is true. */
    public static void untilTrue(String what, Duration patience, Supplier<Boolean> look) {
        until(what, patience, () -> look.get() ? Optional.of(true) : Optional.empty());
    }
}
