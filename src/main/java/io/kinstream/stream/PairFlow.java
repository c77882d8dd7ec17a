package io.kinstream.stream;

import io.kinstream.learn.Pair;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.LogEntryCodec;
import io.kinstream.wire.PairEvent;
import io.kinstream.wire.Side;
import io.kinstream.wire.SourceRecord;
import io.kinstream.wire.WaitingPair;
import io.kinstream.wire.WaitingPairCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Sends a pair on: to the training log once both sides have features, else to where the next missing item lives. */
final class PairFlow {

    /**
     * The children of the sending node.
     *
     * @param join where pairs with a missing side go
     * @param log where complete pairs go
     */
    record Nodes(String join, String log) {}

    private final ProcessorContext<byte[], byte[]> context;
    private final Nodes nodes;

    PairFlow(ProcessorContext<byte[], byte[]> context, Nodes nodes) {
        this.context = context;
        this.nodes = nodes;
    }

    void send(WaitingPair pair) {
        PairEvent event = pair.pair();
        SourceRecord source = pair.source();
        if (event.left() instanceof Side.Inline left && event.right() instanceof Side.Inline right) {
            Pair complete = new Pair(left.features(), right.features(), event.label(), event.weight());
            byte[] entry = LogEntryCodec.encode(new LogEntry.Learn(source.origin(), complete));
            context.forward(new Record<>(null, entry, source.timestamp(), new RecordHeaders()), nodes.log());
        } else {
            byte[] item = missing(event).getBytes(StandardCharsets.UTF_8);
            byte[] value = WaitingPairCodec.encode(pair);
            context.forward(new Record<>(item, value, source.timestamp(), new RecordHeaders()), nodes.join());
        }
    }

    /** Sends the task a record to read, see {@link GroupFence}. */
    void wake(long now) {
        byte[] partition = ByteBuffer.allocate(Integer.BYTES)
                .putInt(context.taskId().partition())
                .array();
        context.forward(new Record<>(partition, null, now, new RecordHeaders()), nodes.join());
    }

    /** Whether a record at a join is there to be read, and nothing else. */
    static boolean isWakeUp(Record<byte[], byte[]> record) {
        return record.value() == null;
    }

    /** Where records at a join belong: to the partition of their item, but for those that wake one. */
    static Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int count) {
        return value == null ? Optional.of(Set.of(ByteBuffer.wrap(key).getInt())) : Optional.empty();
    }

    /** The item whose features a pair needs next: the left one first. */
    static String missing(PairEvent event) {
        Side side = event.left() instanceof Side.Id ? event.left() : event.right();
        return ((Side.Id) side).id();
    }
}
