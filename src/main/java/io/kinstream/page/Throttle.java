package io.kinstream.page;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Lets a thread work for no more than half a percent of a processor's time, whatever the work costs. */
final class Throttle {

    private static final long REST = 200;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long dueAt = System.nanoTime();

    /** Whether it has rested for long enough after what it did before. */
    boolean mayWork() {
        return System.nanoTime() - dueAt >= 0;
    }

    /** Does something, and counts the processor's time that it takes. */
    void work(Runnable task) {
        long before = threads.getCurrentThreadCpuTime();
        task.run();
        dueAt = System.nanoTime() + REST * (threads.getCurrentThreadCpuTime() - before);
    }
}
