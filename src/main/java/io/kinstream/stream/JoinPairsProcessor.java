package io.kinstream.stream;

import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.nn.Features;
import io.kinstream.wire.PairEvent;
import io.kinstream.wire.Side;
import io.kinstream.wire.WaitingPair;
import io.kinstream.wire.WaitingPairCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Fills in the features of the item a pair came here for, and sends the pair on; a pair whose item has no features yet
 * waits, and so does one whose item is still letting go those that came before it. A pair that names two items passes two
 * of these, one where each item lives.
 */
final class JoinPairsProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    /** The two joins, the first for the side that is missing first. */
    enum Hop {
        FIRST("join-first"),
        SECOND("join-second");

        final String node;

        Hop(String node) {
            this.node = node;
        }
    }

    private final PairFlow.Nodes nodes;
    private final Duration timeToLive;
    private final GroupFence fences;
    private final KinstreamMeters meters;
    private ProcessorContext<byte[], byte[]> context;
    private GroupFence.Task fence;
    private JoinState state;
    private PairFlow flow;

    JoinPairsProcessor(PairFlow.Nodes nodes, Duration timeToLive, GroupFence fences, KinstreamMeters meters) {
        this.nodes = nodes;
        this.timeToLive = timeToLive;
        this.fences = fences;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.fence = fences.of(context.taskId());
        this.state = new JoinState(context);
        this.flow = new PairFlow(context, nodes);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        fence.read();
        if (PairFlow.isWakeUp(record)) {
            return;
        }
        WaitingPair pair = WaitingPairCodec.decode(record.value());
        Features features = state.ready(record.key());
        if (features == null) {
            long deadline = context.currentSystemTimeMs() + timeToLive.toMillis();
            state.park(record.key(), deadline, pair);
            meters.parked(context.taskId().toString());
        } else {
            meters.matched();
            flow.send(joined(pair, record.key(), features));
        }
    }

    /** The pair with the item's features in each place that names the item. */
    static WaitingPair joined(WaitingPair pair, byte[] item, Features features) {
        String id = new String(item, StandardCharsets.UTF_8);
        PairEvent event = pair.pair();
        return new WaitingPair(
                pair.source(),
                new PairEvent(
                        filled(event.left(), id, features),
                        filled(event.right(), id, features),
                        event.label(),
                        event.weight()));
    }

    private static Side filled(Side side, String id, Features features) {
        return side instanceof Side.Id named && named.id().equals(id) ? new Side.Inline(features) : side;
    }
}
