package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.api.Test;

/** When a node asks for a commit, and that it is the node that it stands for in all else. */
class PromptCommitTest {

    private static final Record<byte[], byte[]> RECORD = new Record<>(new byte[0], new byte[0], 0);
    private static final long START = 1_000_000;
    private static final long TICK = 100;
    private static final long INTERVAL = 1000;

    private final List<String> calls = new ArrayList<>();
    private final Set<StoreBuilder<?>> stores = new HashSet<>(); // none other is the same
    private final PromptCommit.LastRead lastRead = new PromptCommit.LastRead();
    private final PromptCommit node = new PromptCommit(new Node(), Duration.ofMillis(INTERVAL), lastRead);
    private final PromptCommit other = new PromptCommit(new Node(), Duration.ofMillis(INTERVAL), lastRead);
    private long now = START;

    private final class Node implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
        @Override
        public Processor<byte[], byte[], byte[], byte[]> get() {
            return new Processor<>() {
                @Override
                public void process(Record<byte[], byte[]> record) {
                    calls.add("process");
                }

                @Override
                public void close() {
                    calls.add("close");
                }
            };
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return stores;
        }
    }

    /** A task of the node, whose clock this test drives. */
    private final class Task {
        private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
        private final Processor<byte[], byte[], byte[], byte[]> processor;

        Task() {
            this(node);
        }

        Task(PromptCommit of) {
            processor = of.get();
            processor.init(context);
        }

        /** In the middle of two ticks. */
        void read() {
            context.setCurrentSystemTimeMs(now + TICK / 2);
            processor.process(RECORD);
        }

        /** One tick; whether the task asks for a commit. */
        boolean asks() {
            context.resetCommit();
            now += TICK;
            clocks().forEach(clock -> clock.getPunctuator().punctuate(now));
            return context.committed();
        }

        /** Whether it asks once nothing has come between two ticks. */
        boolean asksAfterReading() {
            read();
            asks();
            return asks();
        }

        List<CapturedPunctuator> clocks() {
            return context.scheduledPunctuators().stream()
                    .filter(clock -> !clock.cancelled())
                    .toList();
        }
    }

    @Test
    void whatWasReadIsCommittedAsSoonAsNothingMoreComes() {
        Task task = new Task();
        assertFalse(task.asks());
        task.read();
        task.read();
        assertFalse(task.asks());
        assertTrue(task.asks());
        assertFalse(task.asks());
    }

    @Test
    void aTaskAtRestHasNoClock() {
        Task task = new Task();
        assertEquals(List.of(), task.clocks());
        task.read();
        task.read();
        assertEquals(1, task.clocks().size());
        task.asks();
        assertTrue(task.asks());
        assertEquals(List.of(), task.clocks());
    }

    @Test
    void aTaskThatBeginsAgainHasLeftItsClock() {
        Task task = new Task();
        task.read();
        task.processor.init(task.context);
        assertEquals(List.of(), task.clocks());
        task.read();
        assertEquals(1, task.clocks().size());
    }

    @Test
    void aStreamThatNeverRestsIsLeftToTheClock() {
        Task task = new Task();
        for (int tick = 0; tick < 100; tick++) {
            task.read();
            assertFalse(task.asks());
        }
    }

    @Test
    void aThreadThatReadsAtAnotherNodeDoesNotRest() {
        Task burst = new Task();
        Task busy = new Task(other);
        burst.read();
        for (int tick = 0; tick < 100; tick++) {
            busy.read();
            assertFalse(burst.asks());
        }
        assertTrue(burst.asks());
    }

    @Test
    void aStreamThatTricklesIsCommittedNoMoreOftenThanByTheClock() {
        Task task = new Task();
        int commits = 0;
        for (int tick = 0; tick < 100; tick++) {
            if (tick % 3 == 0) {
                task.read();
            }
            commits += task.asks() ? 1 : 0;
        }
        assertEquals(100 * TICK / INTERVAL, commits, 1);
    }

    @Test
    void theTasksOfAThreadAreCommittedTogetherAndAskTogether() {
        Task first = new Task();
        Task second = new Task();
        first.read();
        second.read();
        first.asks();
        assertTrue(first.asks());
        assertFalse(second.asks());
    }

    @Test
    void anotherThreadAsksForItself() {
        assertTrue(new Task().asksAfterReading());
        assertTrue(CompletableFuture.supplyAsync(() -> new Task().asksAfterReading())
                .join());
    }

    @Test
    void aClockThatWasSetBackDoesNotSilenceIt() {
        Task task = new Task();
        assertTrue(task.asksAfterReading());
        task.read();
        now -= 100 * INTERVAL;
        assertTrue(task.asks());
    }

    @Test
    void inAllElseItIsTheNode() {
        Task task = new Task();
        task.read();
        task.processor.close();
        assertEquals(List.of("process", "close"), calls);
        assertSame(stores, node.stores());
    }
}
