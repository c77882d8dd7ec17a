package io.kinstream.bench;

import io.kinstream.config.ConfigProblems;
import io.kinstream.config.KinstreamConfig;
import io.kinstream.config.Role;
import io.kinstream.stream.StreamsSettings;
import io.kinstream.stream.Topics;
import io.kinstream.wire.ContentType;
import io.kinstream.wire.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What embedding is held against: a Kafka Streams application that reads the same features and writes as many bytes as an
 * embedding has, or all of them, without looking at what it copies. It has the settings of the embedding one, or none of
 * its own.
 */
final class CopyProgram {

    /** In place of the bytes: all. */
    static final String WHOLE = "whole";

    /** The argument for no settings of its own. */
    static final String PLAIN = "plain";

    private CopyProgram() {}

    /** @param args {@code run --config FILE TOPIC BYTES [plain]}: where it writes to, and how much of each event */
    public static void main(String[] args) throws ConfigProblems, InterruptedException {
        KinstreamConfig config = KinstreamConfig.load(Path.of(args[2]), System.getenv(), Map.of());
        boolean plain = args.length > 5 && args[5].equals(PLAIN);
        Properties settings = plain ? plain(config) : StreamsSettings.embed(config, "copy");
        KafkaStreams streams = new KafkaStreams(topology(config, args[3], args[4]), settings);
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
        streams.start();
        new CountDownLatch(1).await(); // until it is killed
    }

    /** Only what Kafka Streams cannot do without; it reads from the beginning, at least once, with one thread. */
    private static Properties plain(KinstreamConfig config) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId(Role.EMBED));
        properties.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
        properties.putAll(config.kafka());
        return properties;
    }

    private static Topology topology(KinstreamConfig config, String copies, String bytes) {
        UnaryOperator<byte[]> copy = copy(bytes);
        Topology topology = new Topology();
        topology.addSource(
                "features-source",
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                new Topics(config).features());
        topology.addProcessor("copy", () -> new Copy(copy), "features-source");
        topology.addSink("copies", copies, new ByteArraySerializer(), new ByteArraySerializer(), "copy");
        return topology;
    }

    private static UnaryOperator<byte[]> copy(String bytes) {
        if (bytes.equals(WHOLE)) {
            return event -> event;
        }
        int length = Integer.parseInt(bytes);
        return event -> Arrays.copyOf(event, length);
    }

    private static final class Copy extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
        private final UnaryOperator<byte[]> copy;

        Copy(UnaryOperator<byte[]> copy) {
            this.copy = copy;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            context().forward(new Record<>(record.key(), copy.apply(record.value()), record.timestamp(), headers()));
        }

        private static Headers headers() {
            return new RecordHeaders()
                    .add(HeaderNames.CONTENT_TYPE, ContentType.JSON.word().getBytes(StandardCharsets.UTF_8))
                    .add(HeaderNames.MODEL_VERSION, "0".getBytes(StandardCharsets.UTF_8));
        }
    }
}
