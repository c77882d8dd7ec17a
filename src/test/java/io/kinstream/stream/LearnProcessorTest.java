package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.Pair;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import io.kinstream.wire.Checkpoint;
import io.kinstream.wire.EventDecoder;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.LogEntryCodec;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The learner's node by itself, with stores that keep what it wrote when it is initialised again. */
class LearnProcessorTest {

    @TempDir
    private Path state;

    private MockProcessorContext<byte[], byte[]> context;
    private CommitTickStore.Supplier ticks;
    private KeyValueStore<Integer, byte[]> weights;

    @BeforeEach
    void stores() {
        stores(Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(CheckpointStore.NAME), Serdes.Integer(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingDisabled()
                .build());
    }

    /** A new process; what was kept may be that of one before. */
    private void stores(KeyValueStore<Integer, byte[]> kept) {
        context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), state.toFile());
        context.setCurrentSystemTimeMs(0);
        ticks = new CommitTickStore.Supplier("commit-tick");
        weights = kept;
        // Not cached: each change is kept at once, as if Kafka Streams committed after each record.
        KeyValueStore<Integer, byte[]> tick = Stores.keyValueStoreBuilder(ticks, Serdes.Integer(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingDisabled()
                .build();
        for (KeyValueStore<Integer, byte[]> store : List.of(weights, tick)) {
            store.init(context.getStateStoreContext(), store);
            context.addStateStore(store);
        }
    }

    @Test
    void anInstanceThatIsInitialisedAgainGoesOnFromWhatIsKept() {
        KinstreamConfig config = TestConfig.of("train.batch.size", "3");
        Processor<byte[], byte[], byte[], byte[]> alone = processor(config);
        alone.init(context);
        for (int pair = 0; pair < 8; pair++) {
            alone.process(record(pair));
        }
        Checkpoint uninterrupted = kept();
        alone.close();
        stores();

        Processor<byte[], byte[], byte[], byte[]> again = processor(config);
        for (int pair = 0; pair < 8; pair++) {
            again.init(context);
            again.process(record(pair));
        }

        assertEquals(6, kept().learner().pairsLearned());
        assertEquals(2, kept().pending().size());
        assertArrayEquals(uninterrupted.learner().parameters(), kept().learner().parameters());
        assertArrayEquals(
                uninterrupted.learner().prequential().distances(),
                kept().learner().prequential().distances());
    }

    @Test
    void whatBecameOfTheLastMicroBatchIsToldThoughNothingFollows() {
        Processor<byte[], byte[], byte[], byte[]> learn = processor(
                TestConfig.of("train.batch.size", "16", "publish.every.pairs", "10", "publish.interval.ms", "0"));
        learn.init(context);
        for (int pair = 0; pair < 15; pair++) {
            learn.process(record(pair));
        }
        learn.process(record(16, Float.MAX_VALUE)); // similar, and a distance that is not finite
        assertEquals(List.of(), context.forwarded("dead-letters"));
        assertEquals(16, kept().pending().size(), "pairs of a step that failed");

        context.scheduledPunctuators().get(0).getPunctuator().punctuate(100);
        assertEquals(1, context.forwarded("dead-letters").size());
        assertEquals(2, context.forwarded("models").size(), "a version in two records");
        assertEquals(15, kept().learner().pairsLearned());
        assertEquals(0, kept().pending().size());
        learn.close();
    }

    @Test
    void aPauseIsWrittenToTheLogOnceHoweverLongItTakesToBeReadBack() {
        Processor<byte[], byte[], byte[], byte[]> learn =
                processor(TestConfig.of("train.batch.size", "3", "train.linger.ms", "500"));
        learn.init(context);
        learn.process(record(0));
        Punctuator clock = context.scheduledPunctuators().get(0).getPunctuator();
        for (long now = 400; now < 2000; now += 100) {
            clock.punctuate(now);
        }

        List<LogEntry> written = context.forwarded("training-log").stream()
                .map(forward -> LogEntryCodec.decode((byte[]) forward.record().value()))
                .toList();
        assertEquals(List.of(new LogEntry.Flush()), written);
        assertEquals(1, kept().pending().size());
    }

    @Test
    void afterARestartAVersionSaysWhereInTheLogItStandsBeforeAnythingIsRead() {
        KinstreamConfig config = TestConfig.of("train.batch.size", "3", "publish.interval.ms", "1000");
        Processor<byte[], byte[], byte[], byte[]> before = processor(config);
        before.init(context);
        assertEquals(0, publishedAfter(100));
        for (int pair = 0; pair < 5; pair++) {
            before.process(record(pair));
        }
        before.close();

        stores(weights);
        processor(config).init(context);
        assertEquals(3, publishedAfter(2000), "the first of the pairs that are pending");
    }

    @Test
    void afterARestartTheEndOfTheMicroBatchIsWhereAVersionStands() {
        KinstreamConfig config = TestConfig.of("train.batch.size", "3", "publish.interval.ms", "1000");
        Processor<byte[], byte[], byte[], byte[]> before = processor(config);
        before.init(context);
        publishedAfter(100);
        for (int pair = 0; pair < 2; pair++) {
            before.process(record(pair));
        }
        context.setRecordMetadata("log", 0, 2);
        before.process(new Record<>(null, LogEntryCodec.encode(new LogEntry.Flush()), 2, new RecordHeaders()));
        before.close();

        stores(weights);
        processor(config).init(context);
        assertEquals(3, publishedAfter(2000));
    }

    @Test
    void afterARestartAVersionStandsBehindEventsThatWereDeadLetters() {
        LearnInput direct = LearnInput.direct(new EventDecoder(4, 1000));
        Processor<byte[], byte[], byte[], byte[]> before = processor(TestConfig.of(), direct);
        before.init(context);
        context.setRecordMetadata("pairs", 0, 0);
        before.process(new Record<>(null, new byte[] {'{'}, 0, new RecordHeaders()));
        assertEquals(1, context.forwarded("dead-letters").size());
        before.close();

        stores(weights);
        processor(TestConfig.of(), direct).init(context);
        assertEquals(1, publishedAfter(100));
    }

    @Test
    void anotherModelThanTheOneThatIsKeptIsRefusedAndNothingIsTouched() {
        Processor<byte[], byte[], byte[], byte[]> first = processor(TestConfig.of());
        first.init(context);
        first.process(record(0));
        Checkpoint before = kept();
        first.close();

        Processor<byte[], byte[], byte[], byte[]> other = processor(TestConfig.of("model.layers", "4,5,2"));
        Exception refusal = assertThrows(IllegalStateException.class, () -> other.init(context));
        assertTrue(refusal.getMessage().contains("layers must be 4,5,2 relu, but was 4,3,2 relu"), refusal::getMessage);
        assertEquals(before.modelId(), kept().modelId());
    }

    @Test
    void aModelThatHasDivergedEndsTheProgramNamingThePairAndWhatToDo() {
        Processor<byte[], byte[], byte[], byte[]> learn = processor(TestConfig.of(
                "train.batch.size", "40", "train.learning.rate", "1000", "train.learning.rate.decay.pairs", "0"));
        learn.init(context);
        Exception end = assertThrows(IllegalStateException.class, () -> {
            for (int pair = 0; pair < 400; pair++) {
                learn.process(record(pair));
            }
        });
        assertTrue(
                end.getMessage().contains("at learning rate 1000.0, last at the pair from pairs-0@"), end::getMessage);
        assertTrue(end.getMessage().contains("Lower train.learning.rate, and start another"), end::getMessage);
        assertEquals(List.of(), context.forwarded("dead-letters"));
    }

    @Test
    void weightsThatAreNotFiniteAreNeverPublished() {
        KinstreamConfig config = TestConfig.of();
        SiameseLearner learner = new SiameseLearner(config.learnerSettings());
        learner.encoder().parameters()[5] = Float.NaN;
        Publisher publisher = new Publisher(context, config, "models", TestConfig.meters());
        publisher.start(0);
        LogLearner log = new LogLearner(learner, LearnInput.log(), 16, OptionalLong.of(0), Runnable::run, step -> {});
        publisher.afterTime(log, 0);
        Exception end = assertThrows(IllegalStateException.class, publisher::publish);
        assertTrue(end.getMessage().contains("must be finite to be published"), end::getMessage);
        assertEquals(List.of(), context.forwarded());
    }

    private Processor<byte[], byte[], byte[], byte[]> processor(KinstreamConfig config) {
        return processor(config, LearnInput.log());
    }

    private Processor<byte[], byte[], byte[], byte[]> processor(KinstreamConfig config, LearnInput input) {
        LearnProcessor.Nodes nodes = new LearnProcessor.Nodes("models", "dead-letters", "training-log");
        return new LearnProcessor.Supplier(config, input, nodes, ticks, TestConfig.meters()).get();
    }

    /** Lets the clock of the newest instance tick, and returns the log offset of the version that this publishes. */
    private long publishedAfter(long now) {
        context.resetForwards();
        int newest = context.scheduledPunctuators().size() - 1;
        context.scheduledPunctuators().get(newest).getPunctuator().punctuate(now);
        Record<?, ?> manifest = context.forwarded("models").get(1).record();
        return ModelManifest.parse((byte[]) manifest.value()).logOffset().orElseThrow();
    }

    private Checkpoint kept() {
        return new CheckpointStore(weights).read().orElseThrow();
    }

    private Record<byte[], byte[]> record(int number) {
        return record(number, number / 10f);
    }

    private Record<byte[], byte[]> record(int number, float shift) {
        context.setRecordMetadata("log", 0, number);
        Features left = new Features.Dense(new float[] {0.1f + shift, 0.2f, 0.3f, 0.4f});
        Features right = new Features.Dense(new float[] {0.9f, 0.1f + shift, 0.5f, 0.7f});
        Label label = number % 2 == 0 ? Label.SIMILAR : Label.DISSIMILAR;
        LogEntry entry = new LogEntry.Learn(new Origin("pairs", 0, number), new Pair(left, right, label, 1f));
        return new Record<>(null, LogEntryCodec.encode(entry), number, new RecordHeaders());
    }
}
