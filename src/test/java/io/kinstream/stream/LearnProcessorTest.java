package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.Pair;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import io.kinstream.wire.Checkpoint;
import io.kinstream.wire.EventDecoder;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.LogEntryCodec;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.Origin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The learner's node by itself, with stores that keep what it wrote when it is initialised again. */
class LearnProcessorTest {

    private static final String PAIR =
            "{\"left\":{\"features\":[1,2,3,4]},\"right\":{\"features\":[4,3,2,1]},\"label\":\"similar\"}";

    @TempDir
    private Path state;

    private MockProcessorContext<byte[], byte[]> context;
    private CommitTickStore.Supplier ticks;
    private GroupFence fence;
    private KeyValueStore<Integer, byte[]> weights;

    @BeforeEach
    void stores() {
        stores(store(CheckpointStore.NAME));
    }

    private static KeyValueStore<Integer, byte[]> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.Integer(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingDisabled()
                .build();
    }

    /** A new process; what was kept may be that of one before. */
    private void stores(KeyValueStore<Integer, byte[]> kept) {
        context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), state.toFile());
        context.setCurrentSystemTimeMs(0);
        ticks = new CommitTickStore.Supplier("commit-tick");
        fence = new GroupFence();
        weights = kept;
        // Not cached: each change is kept at once, as if Kafka Streams committed after each record.
        KeyValueStore<Integer, byte[]> tick = Stores.keyValueStoreBuilder(ticks, Serdes.Integer(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingDisabled()
                .build();
        for (KeyValueStore<Integer, byte[]> store : List.of(weights, tick, store(ReplayStore.NAME))) {
            add(store);
        }
    }

    private void add(KeyValueStore<Integer, byte[]> store) {
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "100"})
    void anInstanceThatIsInitialisedAgainGoesOnFromWhatIsKept(String replayed) {
        KinstreamConfig config = TestConfig.of("train.batch.size", "3", "train.replay.pairs", replayed);
        Processor<byte[], byte[], byte[], byte[]> alone = processor(config);
        alone.init(context);
        for (int pair = 0; pair < 20; pair++) {
            alone.process(record(pair));
        }
        Checkpoint uninterrupted = kept();
        alone.close();
        stores();

        Processor<byte[], byte[], byte[], byte[]> again = processor(config);
        for (int pair = 0; pair < 20; pair++) {
            again.init(context);
            again.process(record(pair));
        }

        assertEquals(18, kept().learner().pairsLearned());
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

        tick(100);
        assertEquals(1, context.forwarded("dead-letters").size());
        assertEquals(List.of(0L, 15L), versions());
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

        assertEquals(List.of(new LogEntry.Flush()), written());
        assertTrue(context.committed(), "who reads the entry would wait for the clock");
        assertEquals(1, kept().pending().size());
    }

    @Test
    void afterARestartAVersionSaysWhereInTheLogItStandsThoughNoPairCame() {
        KinstreamConfig config = TestConfig.of("train.batch.size", "3", "publish.interval.ms", "1000");
        Processor<byte[], byte[], byte[], byte[]> before = processor(config);
        before.init(context);
        for (int pair = 0; pair < 5; pair++) {
            before.process(record(pair));
        }
        before.close();

        stores(weights);
        Processor<byte[], byte[], byte[], byte[]> after = processor(config);
        after.init(context);
        wakeUp(after, 5);
        assertEquals(3, publishedAfter(2000), "the first of the pairs that are pending");
    }

    @Test
    void afterARestartTheEndOfTheMicroBatchIsWhereAVersionStands() {
        KinstreamConfig config = TestConfig.of("train.batch.size", "3", "publish.interval.ms", "1000");
        Processor<byte[], byte[], byte[], byte[]> before = processor(config);
        before.init(context);
        for (int pair = 0; pair < 2; pair++) {
            before.process(record(pair));
        }
        context.setRecordMetadata("log", 0, 2);
        before.process(new Record<>(null, LogEntryCodec.encode(new LogEntry.Flush()), 2, new RecordHeaders()));
        before.close();

        stores(weights);
        Processor<byte[], byte[], byte[], byte[]> after = processor(config);
        after.init(context);
        wakeUp(after, 3);
        assertEquals(4, publishedAfter(2000));
    }

    @Test
    void afterARestartAVersionStandsBehindEventsThatWereDeadLetters() {
        KinstreamConfig config = TestConfig.of("train.batch.size", "1", "publish.interval.ms", "1000");
        Processor<byte[], byte[], byte[], byte[]> before = direct(config);
        before.init(context);
        before.process(event(0, PAIR));
        before.process(event(1, "{"));
        assertEquals(1, context.forwarded("dead-letters").size());
        before.close();

        stores(weights);
        direct(config).init(context);
        fence.of(context.taskId()).read();
        assertEquals(2, publishedAfter(2000));
    }

    @Test
    void theUntrainedStartIsTheFirstVersionHoweverSoonPairsCome() {
        Processor<byte[], byte[], byte[], byte[]> learn =
                processor(TestConfig.of("train.batch.size", "1", "publish.every.pairs", "1"));
        learn.init(context);
        learn.process(record(0));
        tick(100);
        assertEquals(List.of(0L, 1L), versions());
    }

    @Test
    void nothingIsPublishedNorKeptBeforeARecordIsRead() {
        Processor<byte[], byte[], byte[], byte[]> learn = processor(TestConfig.of());
        learn.init(context);
        tick(100);
        tick(60_000);
        assertEquals(List.of(), versions());
        assertEquals(List.of(new LogEntry.WakeUp()), written());
        assertTrue(new CheckpointStore(weights).read().isEmpty());

        wakeUp(learn, 0);
        assertEquals(List.of(0L), versions());
        assertEquals(1, kept().logPosition().orElseThrow());
        tick(120_000);
        assertEquals(1, written().size(), "one is enough");
    }

    @Test
    void aWakeUpEndsNoMicroBatch() {
        Processor<byte[], byte[], byte[], byte[]> learn = processor(TestConfig.of("train.batch.size", "2"));
        learn.init(context);
        learn.process(record(0));
        wakeUp(learn, 1);
        assertEquals(0, kept().learner().pairsLearned());
        learn.process(record(2));
        assertEquals(2, kept().learner().pairsLearned());
    }

    @Test
    void inDirectModeNothingIsPublishedNorKeptBeforeARecordIsRead() {
        Processor<byte[], byte[], byte[], byte[]> learn = direct(TestConfig.of());
        learn.init(context);
        tick(100);
        tick(60_000);
        assertEquals(1, context.forwarded("wake-up").size());
        assertEquals(List.of(), versions());
        assertTrue(new CheckpointStore(weights).read().isEmpty());

        fence.of(context.taskId()).read();
        tick(60_100);
        assertEquals(List.of(0L), versions());
        assertEquals(0, kept().lastPublishedVersion());
    }

    @Test
    void inDirectModeWhatIsPublishedBeforeAPairIsReadIsNotPublishedAgain() {
        Processor<byte[], byte[], byte[], byte[]> before = direct(TestConfig.of());
        before.init(context);
        fence.of(context.taskId()).read();
        tick(100);
        String model = kept().modelId();
        before.close();

        stores(weights);
        context.setCurrentSystemTimeMs(5000);
        direct(TestConfig.of()).init(context);
        fence.of(context.taskId()).read();
        tick(60_000);
        assertEquals(List.of(), versions());
        assertEquals(model, kept().modelId());
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
    void versionsAreTakenAtTheirPairsThoughStepsRunAhead() {
        add(store(ticks.name())); // nothing commits, so that no step is waited for
        Processor<byte[], byte[], byte[], byte[]> learn = processor(
                TestConfig.of("train.batch.size", "3", "publish.every.pairs", "6", "publish.interval.ms", "0"));
        learn.init(context);
        for (int pair = 0; pair < 30; pair++) {
            learn.process(record(pair));
        }
        tick(100);
        assertEquals(List.of(0L, 6L, 12L, 18L, 24L, 30L), versions());
        learn.close();
    }

    private Processor<byte[], byte[], byte[], byte[]> processor(KinstreamConfig config) {
        LearnProcessor.Nodes nodes = new LearnProcessor.Nodes("models", "dead-letters", "training-log", "training-log");
        return new LearnProcessor.Supplier(config, LearnInput.log(), nodes, ticks, fence, TestConfig.meters()).get();
    }

    private Processor<byte[], byte[], byte[], byte[]> direct(KinstreamConfig config) {
        LearnInput input = LearnInput.direct(new EventDecoder(4, 1000));
        LearnProcessor.Nodes nodes = new LearnProcessor.Nodes("models", "dead-letters", null, "wake-up");
        return new LearnProcessor.Supplier(config, input, nodes, ticks, fence, TestConfig.meters()).get();
    }

    /** Lets the clock of the newest instance tick, and returns the log offset of the version that this publishes. */
    private long publishedAfter(long now) {
        context.resetForwards();
        tick(now);
        return manifests().get(0).logOffset().orElseThrow();
    }

    private void tick(long now) {
        int newest = context.scheduledPunctuators().size() - 1;
        context.scheduledPunctuators().get(newest).getPunctuator().punctuate(now);
    }

    private void wakeUp(Processor<byte[], byte[], byte[], byte[]> learn, long offset) {
        context.setRecordMetadata("log", 0, offset);
        learn.process(new Record<>(null, LogEntryCodec.encode(new LogEntry.WakeUp()), 0, new RecordHeaders()));
    }

    private List<LogEntry> written() {
        return context.forwarded("training-log").stream()
                .map(forward -> LogEntryCodec.decode((byte[]) forward.record().value()))
                .toList();
    }

    /** A version is two records, the manifest after its only block. */
    private List<ModelManifest> manifests() {
        List<? extends CapturedForward<?, ?>> records = context.forwarded("models");
        return IntStream.range(0, records.size())
                .filter(i -> i % 2 == 1)
                .mapToObj(i ->
                        ModelManifest.parse((byte[]) records.get(i).record().value()))
                .toList();
    }

    private List<Long> versions() {
        return manifests().stream().map(ModelManifest::modelVersion).toList();
    }

    private Record<byte[], byte[]> event(int offset, String json) {
        context.setRecordMetadata("pairs", 0, offset);
        return new Record<>(null, json.getBytes(StandardCharsets.UTF_8), 0, new RecordHeaders());
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
