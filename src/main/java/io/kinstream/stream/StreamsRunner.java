package io.kinstream.stream;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** Runs one topology and keeps what ended it. */
final class StreamsRunner implements AutoCloseable {

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);

    private final KafkaStreams streams;
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    /** @param passes whether a problem is over, or will be: then a new thread goes on from the last commit */
    StreamsRunner(Topology topology, Properties properties, Predicate<Throwable> passes) {
        streams = new KafkaStreams(topology, properties);
        // Else what comes here is not transient: Kafka Streams has retried what can be. Replacing the thread would only
        // fail again, so the application stops and says why.
        streams.setUncaughtExceptionHandler(problem -> {
            if (passes.test(problem)) {
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            }
            failure.complete(problem);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.ERROR) {
                failure.complete(new IllegalStateException("Kafka Streams ended in state ERROR"));
            }
        });
    }

    /**
     * One whose threads leave the cores to others first. Linux heeds it if the JVM is told to by
     * {@code -XX:ThreadPriorityPolicy=1}, as the launcher does; how low the lowest is, is said there, too.
     */
    static StreamsRunner givingWay(Topology topology, Properties properties, Predicate<Throwable> passes) {
        Thread self = Thread.currentThread();
        int priority = self.getPriority();
        self.setPriority(Thread.MIN_PRIORITY); // a thread begins with the priority of the one that makes it
        try {
            return new StreamsRunner(topology, properties, passes);
        } finally {
            self.setPriority(priority);
        }
    }

    void start() {
        streams.start();
    }

    KafkaStreams streams() {
        return streams;
    }

    /** Completes with what ended the application, if it does not end by being closed. */
    CompletableFuture<Throwable> failure() {
        return failure;
    }

    @Override
    public void close() {
        streams.close(CLOSE_WITHIN);
    }
}
