package io.kinstream.stream;

import java.time.Duration;
import java.util.Set;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * A node that asks for a commit as soon as nothing more comes. The next hop reads only what is committed: on a quiet
 * stream records would else wait for the clock at each of their hops, though nothing else does.
 *
 * <p>Nothing more comes when the thread has read nothing for a while, at whatever node: what later hops read of a busy
 * stream comes in bursts, one with each commit, and the rests between them are none. So a busy stream is committed by
 * the clock alone. On one that trickles, each thread asks for a commit at this node no more often than the clock brings one.
 */
final class PromptCommit implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {

    private static final Duration TICK = Duration.ofMillis(100);

    private final ProcessorSupplier<byte[], byte[], byte[], byte[]> node;
    private final Duration interval;
    private final LastRead lastRead;
    // The tasks of a thread are committed together.
    private final ThreadLocal<Long> askedAt = ThreadLocal.withInitial(() -> 0L);

    /**
     * @param interval the time between two commits by the clock
     * @param lastRead one for all nodes of the application
     */
    PromptCommit(ProcessorSupplier<byte[], byte[], byte[], byte[]> node, Duration interval, LastRead lastRead) {
        this.node = node;
        this.interval = interval;
        this.lastRead = lastRead;
    }

    /** When each thread has read its last record, at whatever node. */
    static final class LastRead {
        private final ThreadLocal<long[]> at = ThreadLocal.withInitial(() -> new long[1]);

        void set(long now) {
            at.get()[0] = now;
        }

        boolean isTickAgo(long now) {
            return Math.abs(now - at.get()[0]) >= TICK.toMillis();
        }
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return node.stores();
    }

    @Override
    public Processor<byte[], byte[], byte[], byte[]> get() {
        return new Prompt(node.get());
    }

    private final class Prompt implements Processor<byte[], byte[], byte[], byte[]> {

        private final Processor<byte[], byte[], byte[], byte[]> processor;
        private ProcessorContext<byte[], byte[]> context;
        // Runs while something waits only: a task that has a clock is committed, be there something new or not.
        private Cancellable clock;

        Prompt(Processor<byte[], byte[], byte[], byte[]> processor) {
            this.processor = processor;
        }

        @Override
        public void init(ProcessorContext<byte[], byte[]> context) {
            this.context = context;
            stop();
            processor.init(context);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            processor.process(record);
            lastRead.set(context.currentSystemTimeMs());
            if (clock == null) {
                clock = context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
            }
        }

        private void tick(long now) {
            if (lastRead.isTickAgo(now) && Math.abs(now - askedAt.get()) >= interval.toMillis()) {
                context.commit();
                askedAt.set(now);
                stop();
            }
        }

        private void stop() {
            if (clock != null) {
                clock.cancel();
                clock = null;
            }
        }

        @Override
        public void close() {
            processor.close();
        }
    }
}
