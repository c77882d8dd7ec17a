package io.kinstream.stream;

import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.nn.Features;
import io.kinstream.wire.FeaturesCodec;
import io.kinstream.wire.Reason;
import io.kinstream.wire.WaitingPair;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/** Remembers the features of items, lets go the pairs that waited for them, and gives up on pairs that wait too long. */
final class StoreItemsProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    static final String NAME = "store-items";

    private static final Duration EXPIRY_CHECK = Duration.ofSeconds(1);

    /** The supplier brings the join's stores along; the other processors of the join are connected to them. */
    record Supplier(PairFlow.Nodes nodes, String deadLetters, Duration timeToLive, KinstreamMeters meters)
            implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
        @Override
        public Processor<byte[], byte[], byte[], byte[]> get() {
            return new StoreItemsProcessor(this);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return JoinState.stores();
        }
    }

    private final Supplier settings;
    private ProcessorContext<byte[], byte[]> context;
    private JoinState state;
    private PairFlow flow;

    private StoreItemsProcessor(Supplier settings) {
        this.settings = settings;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.state = new JoinState(context);
        this.flow = new PairFlow(context, settings.nodes());
        context.schedule(EXPIRY_CHECK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        state.putItem(record.key(), record.value());
        if (record.value() != null) {
            Features features = FeaturesCodec.decode(record.value());
            state.release(record.key(), pair -> {
                settings.meters().released();
                flow.send(JoinPairsProcessor.joined(pair, record.key(), features));
            });
        }
    }

    private void tick(long now) {
        state.expire(now, this::giveUp);
        settings.meters().waiting(context.taskId().toString(), state.waiting());
    }

    @Override
    public void close() {
        settings.meters().waiting(context.taskId().toString(), 0);
    }

    private void giveUp(WaitingPair pair) {
        settings.meters().expired();
        settings.meters().deadLetter(Reason.FEATURES_MISSING.word());
        String message = "features of " + PairFlow.missing(pair.pair()) + " must arrive within "
                + settings.timeToLive().toMillis() + " ms (join.ttl.ms), but never came";
        context.forward(DeadLetters.of(pair.source(), Reason.FEATURES_MISSING, message), settings.deadLetters());
    }
}
