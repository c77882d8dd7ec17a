package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.nn.Label;
import io.kinstream.wire.PairEvent;
import io.kinstream.wire.Side;
import io.kinstream.wire.SourceRecord;
import io.kinstream.wire.WaitingPair;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the join does by the clock, and when. */
class StoreItemsProcessorTest {

    private static final TaskId TASK = new TaskId(1, 2);
    private static final byte[] ITEM = "late".getBytes(StandardCharsets.UTF_8);
    private static final int PARTITIONS = 4;

    @TempDir
    private Path directory;

    private final GroupFence fence = new GroupFence();
    private MockProcessorContext<byte[], byte[]> context;

    @BeforeEach
    void aPairWaitsThatIsLongDue() {
        context = new MockProcessorContext<>(new Properties(), TASK, directory.toFile());
        context.setCurrentSystemTimeMs(1_000_000);
        JoinStores.of(context).forEach(context::addStateStore);
        park(1);
    }

    private void park(long deadline) {
        PairEvent pair = new PairEvent(new Side.Id("late"), new Side.Id("later"), Label.SIMILAR, 1);
        SourceRecord source = new SourceRecord("pairs", 0, 7, 0, null, new byte[] {1}, List.of());
        new JoinState(context).park(ITEM, deadline, new WaitingPair(source, pair));
    }

    @Test
    void aTaskThatHasReadNothingYetWakesItselfAndGivesUpOnNothing() {
        Punctuator clock = started();
        clock.punctuate(2_000_000);
        clock.punctuate(2_000_100);
        assertEquals(List.of(), context.forwarded("dead-letters"));
        assertEquals(1, context.forwarded("join").size());
        Record<?, ?> wakeUp = context.forwarded("join").get(0).record();
        assertEquals(
                Optional.of(Set.of(TASK.partition())),
                PairFlow.partitions("by-second-item", (byte[]) wakeUp.key(), (byte[]) wakeUp.value(), PARTITIONS));

        fence.of(TASK).read();
        clock.punctuate(2_000_200);
        assertEquals(1, context.forwarded("dead-letters").size());
        assertArrayEquals(new byte[] {1}, (byte[])
                context.forwarded("dead-letters").get(0).record().value());
        assertEquals(1, context.forwarded("join").size());
    }

    @Test
    void aTaskThatBeginsAgainHasReadNothingYet() {
        fence.of(TASK).read();
        started().punctuate(2_000_000);
        assertEquals(List.of(), context.forwarded("dead-letters"));
    }

    @Test
    void aClockThatIsSetBackKeepsNoPairWaitingForLonger() {
        Punctuator clock = started();
        fence.of(TASK).read();
        clock.punctuate(2_000_000);
        assertEquals(1, context.forwarded("dead-letters").size());

        park(1_006_000);
        clock.punctuate(1_006_000);
        assertEquals(1, context.forwarded("dead-letters").size());
        clock.punctuate(1_006_001);
        assertEquals(2, context.forwarded("dead-letters").size());
    }

    @Test
    void aWakeUpIsReadByTheJoinAndGoesNowhere() {
        started().punctuate(2_000_000);
        Record<?, ?> wakeUp = context.forwarded("join").get(0).record();
        JoinPairsProcessor second = new JoinPairsProcessor(nodes(), Duration.ofSeconds(6), fence, meters());
        second.init(context);
        context.resetForwards();
        second.process(new Record<>((byte[]) wakeUp.key(), (byte[]) wakeUp.value(), 2_000_000));
        assertEquals(List.of(), context.forwarded());
        assertEquals(true, fence.of(TASK).holds());
    }

    private Punctuator started() {
        Processor<byte[], byte[], byte[], byte[]> join =
                new StoreItemsProcessor.Supplier(nodes(), "dead-letters", Duration.ofSeconds(6), fence, meters()).get();
        join.init(context);
        return context.scheduledPunctuators().get(0).getPunctuator();
    }

    private static PairFlow.Nodes nodes() {
        return new PairFlow.Nodes("join", "log");
    }

    private static KinstreamMeters meters() {
        return new KinstreamMeters(new SimpleMeterRegistry(), List.of("features-missing"));
    }
}
