package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.BatchResult;
import io.kinstream.learn.DivergedException;
import io.kinstream.learn.LearnerSettings;
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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
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
 * {@link CommitTickStore}), together with the pairs of a micro-batch that is not full yet, so that the offsets never
 * get ahead of what is kept. After a crash everything since the last commit is forgotten and done again.
 *
 * <p>Micro-batches end every {@code train.batch.size} pairs. What else may end one, a pause in the stream, is written
 * to the training log as an entry and takes effect when it is read back: so the log alone decides what the weights
 * become. In direct mode there is no log of our own, and the pause takes effect at once.
 */
final class LearnProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    static final String NAME = "learn";

    private static final Duration TICK = Duration.ofMillis(100);
    private static final long QUALITY_EVERY_MS = 1000;

    /**
     * The children of this node.
     *
     * @param log the training log, or null in direct mode
     */
    record Nodes(String models, String deadLetters, String log) {}

    /** Brings the stores along: the kept state, and the store that tells when to keep it. */
    record Supplier(
            KinstreamConfig config,
            LearnInput input,
            Nodes nodes,
            CommitTickStore.Supplier ticks,
            KinstreamMeters meters)
            implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
        @Override
        public Processor<byte[], byte[], byte[], byte[]> get() {
            return new LearnProcessor(this);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return new LinkedHashSet<>(List.of(ticks.builder(), CheckpointStore.builder())); // always in this order
        }
    }

    /** A pair of the micro-batch that is not full yet, and the record it came from. */
    private record Pending(SourceRecord source, LogEntry.Learn entry) {}

    private final Supplier settings;
    private final List<Pending> pending = new ArrayList<>();
    private final LearnerSettings learnerSettings;
    private final int batchSize;
    private final Optional<Duration> linger;
    private ProcessorContext<byte[], byte[]> context;
    private KeyValueStore<Integer, byte[]> ticks;
    private CheckpointStore kept;
    private SiameseLearner learner;
    private Publisher publisher;
    private long lastPairAt;
    private boolean flushAsked;
    private long qualityAt;

    private LearnProcessor(Supplier settings) {
        this.settings = settings;
        this.learnerSettings = settings.config().learnerSettings();
        this.batchSize = settings.config().batchSize();
        this.linger = settings.config().linger();
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.ticks = context.getStateStore(settings.ticks().name());
        this.kept = new CheckpointStore(context.getStateStore(CheckpointStore.NAME));
        restore(kept.read());
        settings.ticks().onCommit(context.taskId(), this::keep);
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    /** Kafka Streams may initialise the same instance again, so everything is made anew from what is kept. */
    private void restore(Optional<Checkpoint> checkpoint) {
        long now = context.currentSystemTimeMs();
        learner = checkpoint.map(this::learnerOf).orElseGet(() -> new SiameseLearner(learnerSettings));
        publisher = new Publisher(context, settings.config(), settings.nodes().models(), settings.meters());
        checkpoint.ifPresentOrElse(publisher::restore, () -> publisher.start(now));
        pending.clear();
        checkpoint.ifPresent(
                found -> found.pending().forEach(record -> pending.add(read(SourceRecordCodec.decode(record)))));
        lastPairAt = now;
        flushAsked = false;
        settings.meters().learned(0, learner.pairsLearned());
    }

    private SiameseLearner learnerOf(Checkpoint checkpoint) {
        try {
            return SiameseLearner.restore(learnerSettings, checkpoint.learner());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    e.getMessage()
                            + "; set them back, or start another model with another application.id and topics.prefix",
                    e);
        }
    }

    private Pending read(SourceRecord source) {
        try {
            return new Pending(source, (LogEntry.Learn) settings.input().read(source));
        } catch (BadEventException e) {
            throw new IllegalStateException("a kept pair must be readable, but " + e.getMessage(), e);
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        SourceRecord source =
                DeadLetters.source(record, context.recordMetadata().orElseThrow());
        try {
            LogEntry entry = settings.input().read(source);
            if (entry instanceof LogEntry.Learn learn) {
                add(new Pending(source, learn));
            } else {
                learnPending();
            }
            CommitTickStore.tick(ticks);
        } catch (BadEventException problem) {
            deadLetter(source, problem.reason(), problem.getMessage());
        }
    }

    private void add(Pending pair) {
        pending.add(pair);
        lastPairAt = context.currentSystemTimeMs();
        flushAsked = false;
        if (pending.size() >= batchSize) {
            learnPending();
        }
    }

    private void learnPending() {
        if (pending.isEmpty()) {
            return;
        }
        BatchResult result = learn();
        for (int index : result.refused()) {
            refuse(pending.get(index));
        }
        pending.clear();
        settings.meters().learned(result.learned(), learner.pairsLearned());
        settings.meters()
                .step(result.gradientNorm(), learnerSettings.learningRate().at(learner.pairsLearned()));
        publisher.afterLearning(learner, context.currentSystemTimeMs());
    }

    private BatchResult learn() {
        try {
            return learner.learn(
                    pending.stream().map(pair -> pair.entry().pair()).toList());
        } catch (DivergedException e) {
            throw new IllegalStateException(e.getMessage() + ", last at the pair from "
                    + pending.get(e.index()).entry().origin()
                    + "; nothing since the last commit is kept. Lower train.learning.rate, which was "
                    + settings.config().learningRate().at(learner.pairsLearned())
                    + ", and start another model with an application.id and a topics.prefix of its own");
        }
    }

    private void refuse(Pending pair) {
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
        if (linger.isPresent()
                && !pending.isEmpty()
                && !flushAsked
                && now - lastPairAt >= linger.get().toMillis()) {
            endMicroBatch(now);
        }
        if (publisher.afterTime(learner, now)) {
            CommitTickStore.tick(ticks);
        }
        settings.meters().pending(pending.size());
        if (now - qualityAt >= QUALITY_EVERY_MS) {
            qualityAt = now;
            settings.meters().quality(learner.prequential().quality());
        }
    }

    private void endMicroBatch(long now) {
        if (settings.nodes().log() == null) {
            learnPending();
            CommitTickStore.tick(ticks);
        } else {
            byte[] flush = LogEntryCodec.encode(new LogEntry.Flush());
            context.forward(
                    new Record<>(null, flush, now, new RecordHeaders()),
                    settings.nodes().log());
            flushAsked = true;
        }
    }

    /** The commit hook: it runs within the transaction, after the last change that the offsets cover. */
    private void keep() {
        long started = System.nanoTime();
        List<byte[]> records = pending.stream()
                .map(pair -> SourceRecordCodec.encode(pair.source()))
                .toList();
        long bytes = kept.write(publisher.checkpoint(learner.state(), records));
        settings.meters().flushed(bytes, Duration.ofNanos(System.nanoTime() - started));
    }

    @Override
    public void close() {
        settings.ticks().forget(context.taskId());
        settings.meters().learnerLeft();
    }
}
