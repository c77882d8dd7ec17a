package io.kinstream.page;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.testing.Await;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private static final long BUSY_NANOS = 20_000_000;

    private final Throttle throttle = new Throttle();

    /** After 20 ms of work it rests for 4 s. */
    @Test
    void afterWorkComesARestThatEnds() {
        assertTrue(throttle.mayWork());
        throttle.work(ThrottleTest::keepBusy);
        assertFalse(throttle.mayWork());
        Await.untilTrue("the end of the rest", Duration.ofSeconds(60), throttle::mayWork);
    }

    private static void keepBusy() {
        long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + BUSY_NANOS;
        while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }
}
