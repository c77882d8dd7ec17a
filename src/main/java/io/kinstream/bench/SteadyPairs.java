package io.kinstream.bench;

import io.kinstream.local.Dataset;
import io.kinstream.local.FeedProducer;
import io.kinstream.local.RandomPairs;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Sends one pair after the other to a job, whether it runs or not. */
final class SteadyPairs implements AutoCloseable {

    static final int A_SECOND = 100;

    private final ScheduledExecutorService clock = new ScheduledThreadPoolExecutor(1);
    private long next;

    /** @param first position of the first pair that is sent */
    SteadyPairs(FeedProducer feed, RandomPairs pairs, List<Dataset.Item> items, long first) {
        next = first;
        clock.scheduleAtFixedRate(
                () -> feed.pair(pairs.at(next++), items),
                0,
                TimeUnit.SECONDS.toMicros(1) / A_SECOND,
                TimeUnit.MICROSECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
