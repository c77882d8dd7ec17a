package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.LogEntryCodec;
import io.kinstream.wire.SnapshotCodec;
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
import org.apache.kafka.streams.test.TestRecord;

/** The training topology without a broker, fed and read in the terms of its topics. */
final class TrainDriver implements AutoCloseable {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> features;
    private final TestInputTopic<byte[], byte[]> pairs;
    private final TestOutputTopic<byte[], byte[]> models;
    private final TestOutputTopic<byte[], byte[]> log;
    private final TestOutputTopic<byte[], byte[]> deadLetters;
    private final Map<String, byte[]> newest = new HashMap<>();

    TrainDriver(KinstreamConfig config, Path stateDir) {
        Properties properties = StreamsSettings.train(config, "test");
        properties.put("state.dir", stateDir.toString());
        driver = new TopologyTestDriver(TrainTopology.of(config, TestConfig.meters()), properties, START);
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

    void features(String item, String json) {
        features.pipeInput(utf8(item), json == null ? null : utf8(json));
    }

    void pair(String json) {
        pairs.pipeInput(utf8("key"), utf8(json));
    }

    void pair(TestRecord<byte[], byte[]> record) {
        pairs.pipeInput(record);
    }

    void pass(Duration time) {
        driver.advanceWallClockTime(time);
    }

    /** Entries of the training log since the last call. */
    List<LogEntry> log() {
        return log.readValuesToList().stream().map(LogEntryCodec::decode).toList();
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
