package io.kinstream.cli;

import io.kinstream.stream.Failure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * SIGTERM and Ctrl-C as an event that a command waits for: the command then closes what it opened, in order, on its own
 * thread, and the process ends once it has, with the status that Java gives to the signal (143 for SIGTERM). While a
 * command does not look yet it is still starting, perhaps waiting for a broker that is not there: then the process ends
 * at once.
 */
final class Termination implements AutoCloseable {

    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean watched;
    private final Thread hook = new Thread(this::endOrderly, "termination");

    Termination() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void endOrderly() {
        asked.complete(null);
        try {
            if (watched) {
                closed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isAsked() {
        watched = true;
        return asked.isDone();
    }

    /**
     * Waits until the process is told to end, or something fails.
     *
     * @param failure completes with what failed
     * @param every how often {@code meanwhile} is done
     * @throws Failed if something fails
     */
    void await(CompletableFuture<Throwable> failure, Duration every, Runnable meanwhile) {
        watched = true;
        CompletableFuture<Object> end = CompletableFuture.anyOf(asked, failure);
        while (!hasCome(end, every)) {
            meanwhile.run();
        }
        failIf(failure);
    }

    private static boolean hasCome(CompletableFuture<Object> end, Duration patience) {
        try {
            end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("nobody interrupts a command, and neither end is one of an exception", e);
        }
    }

    /** @throws Failed if {@code failure} has completed */
    static void failIf(CompletableFuture<Throwable> failure) {
        Throwable cause = failure.getNow(null);
        if (cause != null) {
            throw new Failed(cause);
        }
    }

    /** The applications ended by themselves. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed(Throwable cause) {
            super("stopped: " + Failure.message(cause), cause);
        }
    }

    /** Lets the process end. */
    @Override
    public void close() {
        closed.countDown();
    }
}
