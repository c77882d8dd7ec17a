package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.BatchResult;
import io.kinstream.learn.LearnerSettings;
import io.kinstream.learn.Reservoir;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.Checkpoint;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.LogEntryCodec;
import io.kinstream.wire.Reason;
import io.kinstream.wire.SourceRecord;
import io.kinstream.wire.SourceRecordCodec;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.ThreadUtils;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The learner: takes pairs in the order of its one partition, learns them by micro-batch, and publishes versions.
 *
 * <p>The weights live on the heap and change in place. They are written to the store when Kafka Streams commits (see
 * {@link CommitTickStore}), together with the pairs of a micro-batch that is not full yet and the replay buffer, so
 * that the offsets never get ahead of what is kept. After a crash everything since the last commit is forgotten and done again.
 *
 * <p>The steps are taken by a thread of its own, while this one reads the pairs of the next micro-batches, see
 * {@link StepsAhead}. What comes of a step is told here.
 *
 * <p>Micro-batches end every {@code train.batch.size} pairs. What else may end one, a pause in the stream, is written
 * to the training log as an entry and takes effect when it is read back: so the log alone decides what the weights
 * become. In direct mode there is no log of our own, and the pause takes effect at once.
 *
 * <p>Before anything is read it does nothing by the clock but send itself a record to read, see {@link GroupFence}. It
 * goes through the training log, or, in direct mode, through a topic that is there for that alone.
 */
final class LearnProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    static final String NAME = "learn";

    private static final Duration TICK = Duration.ofMillis(100);
    private static final long QUALITY_EVERY_MS = 1000;

    /**
     * The children of this node.
     *
     * @param log the training log, or null in direct mode
     * @param wakeUp what leads back to this task
     */
    record Nodes(String models, String deadLetters, String log, String wakeUp) {}

    /** Brings the stores along: the kept state, and the store that tells when to keep it. */
    record Supplier(
            KinstreamConfig config,
            LearnInput input,
            Nodes nodes,
            CommitTickStore.Supplier ticks,
            GroupFence fence,
            KinstreamMeters meters)
            implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
        @Override
        public Processor<byte[], byte[], byte[], byte[]> get() {
            return new LearnProcessor(this);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            Set<StoreBuilder<?>> stores = new LinkedHashSet<>(); // always in this order
            stores.add(ticks.builder());
            stores.add(CheckpointStore.builder());
            if (config.learnerSettings().replay().isOn()) {
                stores.add(ReplayStore.builder());
            }
            return stores;
        }
    }

    private final Supplier settings;
    private final LearnerSettings learnerSettings;
    private final Optional<Duration> linger;
    private ProcessorContext<byte[], byte[]> context;
    private KeyValueStore<Integer, byte[]> ticks;
    private CheckpointStore kept;
    private Optional<ReplayStore> replay;
    private ExecutorService steps;
    private GroupFence.Task fence;
    private LogLearner log;
    private Publisher publisher;
    private long lastPairAt;
    private boolean flushAsked;
    private boolean wakeUpAsked;
    private long qualityAt;

    private LearnProcessor(Supplier settings) {
        this.settings = settings;
        this.learnerSettings = settings.config().learnerSettings();
        this.linger = settings.config().linger();
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.ticks = context.getStateStore(settings.ticks().name());
        this.kept = new CheckpointStore(context.getStateStore(CheckpointStore.NAME));
        this.replay = learnerSettings.replay().isOn()
                ? Optional.of(new ReplayStore(learnerSettings, context.getStateStore(ReplayStore.NAME)))
                : Optional.empty();
        restore(kept.read());
        settings.ticks().onCommit(context.taskId(), this::keep);
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    /** Kafka Streams may initialise the same instance again, so everything is made anew from what is kept. */
    private void restore(Optional<Checkpoint> checkpoint) {
        long now = context.currentSystemTimeMs();
        SiameseLearner learner = checkpoint.map(this::learnerOf).orElseGet(() -> new SiameseLearner(learnerSettings));
        OptionalLong position = checkpoint.map(Checkpoint::logPosition).orElse(OptionalLong.of(0));
        publisher = new Publisher(context, settings.config(), settings.nodes().models(), settings.meters());
        checkpoint.ifPresentOrElse(publisher::restore, () -> publisher.start(now));
        steps = Executors.newSingleThreadExecutor(
                ThreadUtils.createThreadFactory(Thread.currentThread().getName() + "-steps", true));
        StepsAhead ahead = new StepsAhead(learner, steps, this::learned, publisher::isDue);
        log = new LogLearner(settings.input(), settings.config().batchSize(), position, ahead);
        checkpoint.ifPresent(found -> found.pending().forEach(record -> log.restore(SourceRecordCodec.decode(record))));
        lastPairAt = now;
        flushAsked = false;
        wakeUpAsked = false;
        fence = settings.fence().of(context.taskId());
        fence.begin();
        settings.meters().learned(0, log.learner().pairsLearned());
    }

    private SiameseLearner learnerOf(Checkpoint checkpoint) {
        try {
            long learned = checkpoint.learner().pairsLearned();
            Reservoir reservoir = replay.map(store -> store.read(learned))
                    .orElseGet(() -> new Reservoir(learnerSettings.replay(), learnerSettings.seed(), learned));
            return SiameseLearner.restore(learnerSettings, checkpoint.learner(), reservoir);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    e.getMessage()
                            + "; set them back, or start another model with another application.id and topics.prefix",
                    e);
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        SourceRecord source =
                DeadLetters.source(record, context.recordMetadata().orElseThrow());
        long now = context.currentSystemTimeMs();
        fence.read();
        publisher.beforeLearning(log, now);
        publisher.publish();
        try {
            log.read(source);
            lastPairAt = now;
            flushAsked = false;
            publisher.publish();
        } catch (BadEventException problem) {
            deadLetter(source, problem.reason(), problem.getMessage());
        }
        keepAtCommit(); // after a bad event, too: the position in the log has moved
    }

    private void learned(StepsAhead.Step step) {
        step.refused().forEach(this::refuse);
        BatchResult result = step.result();
        long pairs = step.pairsLearned();
        settings.meters().learned(result.learned(), pairs);
        settings.meters().contradictory(result.contradictory());
        settings.meters()
                .step(result.gradientNorm(), learnerSettings.learningRate().at(pairs));
        publisher.afterLearning(log, pairs, context.currentSystemTimeMs());
    }

    private void refuse(StepsAhead.Pending pair) {
        String message = "the learning step of the pair from " + pair.entry().origin()
                + " must be finite, but was not: look for huge feature values, or lower train.learning.rate";
        deadLetter(pair.source(), Reason.STEP_REFUSED, message);
    }

    private void deadLetter(SourceRecord source, Reason reason, String message) {
        settings.meters().deadLetter(reason.word());
        context.forward(
                DeadLetters.of(source, reason, message), settings.nodes().deadLetters());
    }

    /** What depends on the clock: the end of a micro-batch on an idle stream, timely versions, the quality gauges. */
    private void tick(long now) {
        if (!fence.holds()) {
            wakeUp(now);
            return;
        }
        boolean changed = log.settle();
        if (linger.isPresent()
                && log.waiting() > 0
                && !flushAsked
                && now - lastPairAt >= linger.get().toMillis()) {
            endMicroBatch(now);
        }
        publisher.beforeLearning(log, now);
        publisher.afterTime(log, now);
        if (publisher.publish() || changed) {
            keepAtCommit();
        }
        settings.meters().pending(log.pending());
        if (now - qualityAt >= QUALITY_EVERY_MS) {
            qualityAt = now;
            settings.meters().quality(log.learner().prequential().quality());
            settings.meters().drift(log.learner().prequential().drift());
            settings.meters().window().offer(log.learner().prequential());
        }
    }

    private void endMicroBatch(long now) {
        if (settings.nodes().log() == null) {
            log.endMicroBatch();
            keepAtCommit();
        } else {
            write(null, new LogEntry.Flush(), settings.nodes().log(), now);
            context.commit(); // it is read when it is committed, and nothing else is going to come
            flushAsked = true;
        }
    }

    private void wakeUp(long now) {
        if (!wakeUpAsked) {
            byte[] key = new byte[0]; // Kafka Streams repartitions no record without one
            write(key, new LogEntry.WakeUp(), settings.nodes().wakeUp(), now);
            wakeUpAsked = true;
        }
    }

    private void write(byte[] key, LogEntry entry, String node, long now) {
        context.forward(new Record<>(key, LogEntryCodec.encode(entry), now, new RecordHeaders()), node);
    }

    private void keepAtCommit() {
        CommitTickStore.tick(ticks);
    }

    /** The commit hook: it runs within the transaction, after the last change that the offsets cover. */
    private void keep() {
        long started = System.nanoTime();
        long bytes = kept.write(publisher.checkpoint(log));
        bytes += replay.map(store -> store.write(log.learner().reservoir())).orElse(0L);
        settings.meters().flushed(bytes, Duration.ofNanos(System.nanoTime() - started));
    }

    @Override
    public void close() {
        if (steps != null) {
            steps.shutdown();
        }
        settings.ticks().forget(context.taskId());
        settings.meters().learnerLeft();
    }
}
