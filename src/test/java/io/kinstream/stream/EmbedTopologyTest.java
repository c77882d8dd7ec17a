package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.Pair;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import io.kinstream.wire.EmbeddingRecord;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.SnapshotCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedTopologyTest {

    private static final Features.Dense VECTOR = new Features.Dense(new float[] {0.1f, 0.2f, 0.3f, 0.4f});
    private static final String SENT = "a";
    private static final String EVENT = "{\"features\":[0.1,0.2,0.3,0.4]}";

    @TempDir
    private Path state;

    private final KinstreamConfig config = TestConfig.of();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SiameseLearner learner = new SiameseLearner(config.learnerSettings());
    private final ModelInService model = new ModelInService(config, TestConfig.meters(meters));
    private final ExecutorService threads = EmbedAhead.threads(1);
    private final EmbedAhead ahead = new EmbedAhead(model, threads);
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> models;
    private TestInputTopic<String, byte[]> features;
    private TestOutputTopic<byte[], byte[]> embeddings;

    @BeforeEach
    void start() {
        Properties properties = StreamsSettings.embed(config, "test");
        properties.put("state.dir", state.toString());
        driver = new TopologyTestDriver(EmbedTopology.of(config, model, ahead, TestConfig.meters()), properties);
        Topics topics = new Topics(config);
        models = driver.createInputTopic(topics.models(), new StringSerializer(), new ByteArraySerializer());
        features = driver.createInputTopic(topics.features(), new StringSerializer(), new ByteArraySerializer());
        embeddings =
                driver.createOutputTopic(topics.embeddings(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
        ahead.close();
    }

    @Test
    void featuresBecomeEmbeddingsOfTheNewestModel() {
        publish(snapshot("m"));
        send("a", EVENT);
        learn();
        publish(snapshot("m"));
        send("b", EVENT);

        List<TestRecord<byte[], byte[]>> sent = embeddings.readRecordsToList();
        EmbeddingRecord before = EmbeddingRecord.parse(sent.get(0).value());
        EmbeddingRecord after = EmbeddingRecord.parse(sent.get(1).value());
        assertEquals("a", before.id());
        assertEquals("a", TrainDriver.text(sent.get(0).key()));
        assertEquals(0, before.modelVersion());
        assertEquals("m", after.modelId());
        assertEquals(1, after.modelVersion());
        assertEquals("1", TrainDriver.header(sent.get(1), "model_version"));
        assertArrayEquals(learner.encoder().embed(VECTOR), after.vector());
    }

    @Test
    void aDeletePassesThroughWithTheVersion() {
        publish(snapshot("m"));
        send("a", null);
        TestRecord<byte[], byte[]> sent = embeddings.readRecord();
        assertNull(sent.value());
        assertEquals("a", TrainDriver.text(sent.key()));
        assertEquals("0", TrainDriver.header(sent, "model_version"));
    }

    @Test
    void anEventThatIsNotUsableIsPassedOver() {
        publish(snapshot("m"));
        send("a", "{\"features\":[1]}");
        send("", EVENT);
        send("b", EVENT);
        assertEquals("b", TrainDriver.text(embeddings.readRecord().key()));
        assertTrue(embeddings.isEmpty());
    }

    @Test
    void anEmbeddingThatWouldNotBeFiniteIsPassedOver() {
        float[] weights = learner.encoder().parameters();
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 100;
        }
        publish(snapshot("m"));
        send("huge", "{\"features\":[3e38,3e38,3e38,3e38]}");
        send("b", EVENT);
        assertEquals("b", TrainDriver.text(embeddings.readRecord().key()));
    }

    @Test
    void whatWasMadeAheadIsWritten() throws Exception {
        publish(snapshot("m"));
        List<String> ids = embedded(fetched(Collections.nCopies(20, EVENT))).stream()
                .map(EmbeddingRecord::id)
                .toList();
        assertEquals(SENT, ids.get(0), "it is left to the stream thread");
        assertEquals(Collections.nCopies(19, Fetched.ID), ids.subList(1, 20));
    }

    @Test
    void nothingMadeAheadIsKeptWhenTheTaskIsClosed() throws Exception {
        publish(snapshot("m"));
        List<byte[]> events = fetched(Collections.nCopies(20, EVENT));
        assertNotNull(ahead.take(0, 5, new Record<>(null, events.get(5), 0)));
        driver.close();
        assertNull(ahead.take(0, 6, new Record<>(null, events.get(6), 0)));
        start(); // one to be closed
    }

    @Test
    void whatTheModelBeforeMadeAheadIsMadeAgain() throws Exception {
        publish(snapshot("m"));
        List<byte[]> events = fetched(Collections.nCopies(20, EVENT));
        learn();
        publish(snapshot("m"));
        List<EmbeddingRecord> written = embedded(events);
        assertEquals(20, written.size());
        for (EmbeddingRecord embedding : written) {
            assertEquals(1, embedding.modelVersion());
            assertArrayEquals(learner.encoder().embed(VECTOR), embedding.vector());
        }
    }

    @Test
    void fewRecordsAreNotWorthSharing() throws Exception {
        publish(snapshot("m"));
        List<byte[]> events = fetched(Collections.nCopies(EmbedAhead.WORTH_SHARING - 1, EVENT));
        embedded(events).forEach(embedding -> assertEquals(SENT, embedding.id()));
    }

    @Test
    void anEventThatIsNotUsableIsPassedOverAmongThoseMadeAhead() throws Exception {
        publish(snapshot("m"));
        List<String> bad = Collections.nCopies(20, "{\"features\":[1]}");
        assertEquals(List.of(), embedded(fetched(bad)));
        List<String> good = Collections.nCopies(20, EVENT);
        assertEquals(20, embedded(fetched(good)).size());
    }

    /** Records at the start of the partition, of which all are made ahead that may be; returns their values. */
    private List<byte[]> fetched(List<String> events) throws Exception {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            records.add(Fetched.record(i, 0, TrainDriver.utf8(events.get(i))));
        }
        ahead.fetched(Fetched.of(records));
        threads.submit(() -> {}).get(); // after those
        return records.stream().map(ConsumerRecord::value).toList();
    }

    /** What is written for the items, which are told from those that were fetched by another id. */
    private List<EmbeddingRecord> embedded(List<byte[]> events) {
        events.forEach(event -> features.pipeInput(SENT, event, 0));
        return embeddings.readValuesToList().stream()
                .map(EmbeddingRecord::parse)
                .toList();
    }

    @Test
    void aVersionThatIsNotWholeLeavesTheOneBeforeInService() {
        publish(snapshot("m"));
        learn();
        List<SnapshotCodec.Entry> next = SnapshotCodec.encode(snapshot("m"));
        byte[] manifest = next.get(next.size() - 1).value();
        models.pipeInput(SnapshotCodec.MANIFEST_KEY, manifest);
        assertEquals(0, model.manifest().orElseThrow().modelVersion());

        byte[] torn = next.get(0).value().clone();
        torn[torn.length - 1] ^= 1;
        models.pipeInput(next.get(0).key(), torn);
        models.pipeInput("block-7", new byte[3]);
        assertEquals(0, model.manifest().orElseThrow().modelVersion());

        models.pipeInput(next.get(0).key(), next.get(0).value());
        assertEquals(1, model.manifest().orElseThrow().modelVersion());
    }

    @Test
    void whatIsNoModelLeavesTheOneInServiceAndIsCountedOnce() {
        publish(snapshot("m"));
        learn();
        List<SnapshotCodec.Entry> next = SnapshotCodec.encode(snapshot("m"));
        byte[] block = next.get(0).value();
        byte[] manifest = next.get(1).value();
        byte[] newer = block.clone();
        newer[4]++;
        int rejected = 0;
        for (byte[] bad : List.of(
                new byte[0],
                TrainDriver.utf8("no model"),
                TrainDriver.utf8("[".repeat(100_000)),
                TrainDriver.utf8("{\"model_id\":7,\"layers\":[null]}"),
                replaced(manifest, "\"layers\":[4,3,2]", "\"layers\":[4,2000000000,2000000000]"),
                replaced(manifest, "\"blocks\":1", "\"blocks\":2000000000"),
                replaced(manifest, "\"checksum\":\"", "\"checksum\":\"0"))) {
            models.pipeInput(SnapshotCodec.MANIFEST_KEY, bad);
            assertStays(0, ++rejected);
            models.pipeInput("block-0", block);
            models.pipeInput("block-0", block);
            assertStays(0, rejected);
        }
        models.pipeInput(SnapshotCodec.MANIFEST_KEY, manifest);
        assertStays(1, rejected);

        for (byte[] bad : List.of(new byte[0], TrainDriver.utf8("no model"), newer, Arrays.copyOf(block, 50))) {
            models.pipeInput("block-0", bad);
            assertStays(1, ++rejected);
            models.pipeInput(SnapshotCodec.MANIFEST_KEY, manifest);
            assertStays(1, rejected);
        }
        models.pipeInput("block-0", block);
        models.pipeInput("block-0", null);
        models.pipeInput(SnapshotCodec.MANIFEST_KEY, null);
        assertStays(1, rejected);
    }

    @Test
    void aModelOfAnotherShapeIsNotPutIntoService() {
        publish(snapshot("m"));
        SiameseLearner wider =
                new SiameseLearner(TestConfig.of("model.layers", "5,3,2").learnerSettings());
        publish(TestConfig.snapshot("w", wider));
        assertEquals("m", model.manifest().orElseThrow().modelId());
        assertStays(0, 1);

        learn();
        publish(snapshot("m"));
        assertStays(1, 1);
    }

    @Test
    void recordsOfAForeignWriterAreNotKept() {
        publish(snapshot("m"));
        for (int i = 0; i < 100; i++) {
            models.pipeInput("other-" + i, new byte[1000]);
            models.pipeInput("block-" + (i + 1), new byte[1000]);
            models.pipeInput((String) null, new byte[1000]);
        }
        models.pipeInput("block-0", new byte[SnapshotCodec.MAX_BLOCK_BYTES + 1]);
        long kept = driver.getKeyValueStore(LoadModelProcessor.STORE).approximateNumEntries();
        assertEquals(2, kept);
        assertStays(0, 0);
    }

    private static byte[] replaced(byte[] json, String part, String other) {
        String text = TrainDriver.text(json);
        assertTrue(text.contains(part), text);
        return TrainDriver.utf8(text.replace(part, other));
    }

    /** A version is in service and embeds, and so many others were rejected. */
    private void assertStays(long version, int rejected) {
        assertEquals(version, model.manifest().orElseThrow().modelVersion());
        assertEquals(
                rejected, meters.get("kinstream.snapshots.rejected").counter().count());
        send("a", EVENT);
        EmbeddingRecord embedding =
                EmbeddingRecord.parse(embeddings.readRecord().value());
        assertEquals(version, embedding.modelVersion());
    }

    @Test
    void withoutAModelNothingIsEmbeddedOrPassedOver() {
        Exception failure = assertThrows(Exception.class, () -> send("a", EVENT));
        assertTrue(failure.getCause().getMessage().contains("a model must be in service"), failure::toString);
    }

    private void learn() {
        Features other = new Features.Dense(new float[] {0.9f, 0.1f, 0.5f, 0.7f});
        learner.learn(List.of(new Pair(VECTOR, other, Label.SIMILAR, 1f)));
    }

    private ModelSnapshot snapshot(String id) {
        return TestConfig.snapshot(id, learner);
    }

    private void publish(ModelSnapshot snapshot) {
        SnapshotCodec.encode(snapshot).forEach(entry -> models.pipeInput(entry.key(), entry.value()));
    }

    private void send(String item, String event) {
        features.pipeInput(item, event == null ? null : TrainDriver.utf8(event));
    }
}
