package io.kinstream.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What happens to a whole process is tested by signals, in KcatIT and StartIT. */
class TerminationTest {

    @Test
    void nobodyHasAskedBeforeASignal() {
        try (Termination termination = new Termination()) {
            assertFalse(termination.isAsked());
        }
    }

    @Test
    void aFailureEndsTheWait() {
        RuntimeException cause = new IllegalStateException("no more disk");
        try (Termination termination = new Termination()) {
            Termination.Failed failed = assertThrows(
                    Termination.Failed.class,
                    () -> termination.await(
                            CompletableFuture.completedFuture(cause), Duration.ofHours(1), () -> fail("not needed")));
            assertSame(cause, failed.getCause());
            assertEquals("stopped: no more disk", failed.getMessage());
        }
    }

    @Test
    void whileNothingHappensThereIsTimeForSomethingElse() {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        AtomicInteger looks = new AtomicInteger();
        try (Termination termination = new Termination()) {
            Runnable failAtTheThird = () -> {
                if (looks.incrementAndGet() == 3) {
                    failure.complete(new IllegalStateException("no more disk"));
                }
            };
            assertThrows(
                    Termination.Failed.class, () -> termination.await(failure, Duration.ofMillis(1), failAtTheThird));
            assertEquals(3, looks.get());
        }
    }

    @Test
    void theInnermostCauseIsTold() {
        Throwable cause = new RuntimeException("task 0_1", new RuntimeException("thread", new NullPointerException()));
        Termination.Failed failed = new Termination.Failed(cause);
        assertEquals("stopped: java.lang.NullPointerException", failed.getMessage());
    }

    @Test
    void withoutAFailureThereIsNothingToTell() {
        assertDoesNotThrow(() -> Termination.failIf(new CompletableFuture<>()));
    }
}
