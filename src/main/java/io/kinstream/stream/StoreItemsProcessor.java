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

/**
 * Remembers the features of items, lets go the pairs that waited for them, and gives up on pairs that wait too long.
 *
 * <p>It does both in portions (see {@link Allowance}), and gives up on nothing while pairs are let go. Nor does it in
 * the first minute of a task: the features of a pair that was due while the program was down may have been sent
 * meanwhile, and must be read first.
 */
final class StoreItemsProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    static final String NAME = "store-items";

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration CATCH_UP = Duration.ofMinutes(1);

    /** The supplier brings the join's stores along; the other processors of the join are connected to them. */
    record Supplier(
            PairFlow.Nodes nodes, String deadLetters, Duration timeToLive, GroupFence fence, KinstreamMeters meters)
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
    private final Allowance allowance = new Allowance();
    private ProcessorContext<byte[], byte[]> context;
    private String task;
    private GroupFence.Task fence;
    private JoinState state;
    private PairFlow flow;
    private long expiresFrom;
    private boolean woken;

    private StoreItemsProcessor(Supplier settings) {
        this.settings = settings;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.state = new JoinState(context);
        this.flow = new PairFlow(context, settings.nodes());
        this.task = context.taskId().toString();
        this.woken = false;
        this.fence = settings.fence().of(context.taskId());
        fence.begin();
        this.expiresFrom =
                context.currentSystemTimeMs() + Math.min(settings.timeToLive().toMillis(), CATCH_UP.toMillis());
        settings.meters().waiting(task, state.countWaiting());
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        fence.read();
        if (record.value() == null) {
            state.forgetItem(record.key());
        } else if (state.putItem(record.key(), record.value())) {
            release(record.key(), FeaturesCodec.decode(record.value()));
        }
    }

    private void release(byte[] item, Features features) {
        state.release(item, allowance, pair -> {
            settings.meters().released(task);
            flow.send(JoinPairsProcessor.joined(pair, item, features));
        });
    }

    private void tick(long now) {
        if (!fence.holds()) {
            if (!woken) {
                woken = true;
                flow.wake(now);
            }
            return;
        }
        allowance.renew();
        state.releasing(allowance, this::release);
        long latest = now + settings.timeToLive().toMillis();
        if (now >= expiresFrom || expiresFrom > latest) { // the latter if the clock was set back
            expiresFrom = Math.min(state.expire(now, allowance, this::giveUp), latest);
        }
    }

    @Override
    public void close() {
        settings.meters().waiting(task, 0);
    }

    private void giveUp(WaitingPair pair) {
        settings.meters().expired(task);
        settings.meters().deadLetter(Reason.FEATURES_MISSING.word());
        String message = "features of " + PairFlow.missing(pair.pair()) + " must arrive within "
                + settings.timeToLive().toMillis() + " ms (join.ttl.ms), but never came";
        context.forward(DeadLetters.of(pair.source(), Reason.FEATURES_MISSING, message), settings.deadLetters());
    }
}
