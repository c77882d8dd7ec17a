package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.LogEntryCodec;
import io.kinstream.wire.SnapshotCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The training topology without a broker, fed and read in the terms of its topics. */
final class TrainDriver implements AutoCloseable {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> features;
    private final TestInputTopic<byte[], byte[]> pairs;
    private final TestOutputTopic<byte[], byte[]> models;
    private final TestOutputTopic<byte[], byte[]> log;
    private final TestOutputTopic<byte[], byte[]> deadLetters;
    private final Map<String, byte[]> newest = new HashMap<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    TrainDriver(KinstreamConfig config, Path stateDir) {
        this(config, stateDir, START);
    }

    TrainDriver(KinstreamConfig config, Path stateDir, Instant start) {
        Properties properties = StreamsSettings.train(config, "test");
        properties.put("state.dir", stateDir.toString());
        driver = new TopologyTestDriver(TrainTopology.of(config, TestConfig.meters(meters)), properties, start);
        Topics topics = new Topics(config);
        features = input(topics.features());
        pairs = input(topics.pairs());
        models = output(topics.models());
        log = output(topics.trainingLog());
        deadLetters = output(topics.deadLetters());
    }

    private TestInputTopic<byte[], byte[]> input(String topic) {
        return driver.createInputTopic(
                topic, new ByteArraySerializer(), new ByteArraySerializer(), START, Duration.ofMillis(1));
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    TopologyTestDriver driver() {
        return driver;
    }

    /** Starts with what another one's join has kept. */
    void takeOver(TrainDriver other) {
        for (String name : JoinState.names()) {
            KeyValueStore<byte[], byte[]> store = driver.getKeyValueStore(name);
            try (KeyValueIterator<byte[], byte[]> all =
                    other.driver.<byte[], byte[]>getKeyValueStore(name).all()) {
                all.forEachRemaining(entry -> store.put(entry.key, entry.value));
            }
        }
    }

    void features(String item, String json) {
        features.pipeInput(utf8(item), json == null ? null : utf8(json));
    }

    void pair(String json) {
        pairs.pipeInput(utf8("key"), utf8(json));
    }

    void pair(TestRecord<byte[], byte[]> record) {
        pairs.pipeInput(record);
    }

    /** Lets a tenth of a second pass; how many things were done by the clock in it. */
    double clocks() {
        double before = punctuations();
        pass(Duration.ofMillis(100));
        return punctuations() - before;
    }

    private double punctuations() {
        return driver.metrics().values().stream()
                .filter(metric -> "punctuate-total".equals(metric.metricName().name()))
                .mapToDouble(metric -> (double) metric.metricValue())
                .sum();
    }

    void pass(Duration time) {
        driver.advanceWallClockTime(time);
    }

    /** How many passes of pairs through a join had an outcome. */
    long joined(String outcome) {
        return (long) meters.get("kinstream.pairs.joined")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    /** How many pairs were learned that contradict themselves. */
    long contradictory() {
        return (long) meters.get("kinstream.pairs.contradictory").counter().count();
    }

    /** How many pairs wait, as the meters have it. */
    long waiting() {
        return (long) meters.get("kinstream.pairs.waiting").gauge().value();
    }

    /** How many pairs wait, as the store has it. */
    long stored() {
        try (KeyValueIterator<byte[], byte[]> all =
                driver.<byte[], byte[]>getKeyValueStore("waiting").all()) {
            long[] count = {0};
            all.forEachRemaining(entry -> count[0]++);
            return count[0];
        }
    }

    /** Entries of the training log since the last call, without those that are there only to be read. */
    List<LogEntry> log() {
        return log.readValuesToList().stream()
                .map(LogEntryCodec::decode)
                .filter(entry -> !(entry instanceof LogEntry.WakeUp))
                .toList();
    }

    /** Dead letters since the last call. */
    List<TestRecord<byte[], byte[]>> deadLetters() {
        return deadLetters.readRecordsToList();
    }

    /** The newest model that was published. */
    SnapshotCodec.Complete model() {
        models.readRecordsToList().forEach(record -> newest.put(text(record.key()), record.value()));
        return (SnapshotCodec.Complete) SnapshotCodec.assemble(newest.get(SnapshotCodec.MANIFEST_KEY), newest::get);
    }

    static String header(TestRecord<byte[], byte[]> record, String name) {
        return text(record.headers().lastHeader(name).value());
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        driver.close();
    }
}
