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
 * What embedding is held against: a Kafka Streams application that reads the same features and writes records of the
 * embeddings' size, without looking at what it copies. It has the settings of the embedding one, or none of its own.
 */
final class CopyProgram {

    /** The argument for no settings of its own. */
    static final String PLAIN = "plain";

    private CopyProgram() {}

    /** @param args {@code run --config FILE BYTES [plain]}, the bytes of what it writes for each event */
    public static void main(String[] args) throws ConfigProblems, InterruptedException {
        KinstreamConfig config = KinstreamConfig.load(Path.of(args[2]), System.getenv(), Map.of());
        boolean plain = args.length > 4 && args[4].equals(PLAIN);
        Properties settings = plain ? plain(config) : StreamsSettings.embed(config, "copy");
        KafkaStreams streams = new KafkaStreams(topology(config, Integer.parseInt(args[3])), settings);
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

    private static Topology topology(KinstreamConfig config, int bytes) {
        Topics topics = new Topics(config);
        Topology topology = new Topology();
        topology.addSource(
                "features-source", new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.features());
        topology.addProcessor("copy", () -> new Copy(bytes), "features-source");
        topology.addSink("copies", topics.embeddings(), new ByteArraySerializer(), new ByteArraySerializer(), "copy");
        return topology;
    }

    private static final class Copy extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
        private final int bytes;

        Copy(int bytes) {
            this.bytes = bytes;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            byte[] part = Arrays.copyOf(record.value(), bytes);
            context().forward(new Record<>(record.key(), part, record.timestamp(), headers()));
        }

        private static Headers headers() {
            return new RecordHeaders()
                    .add(HeaderNames.CONTENT_TYPE, ContentType.JSON.word().getBytes(StandardCharsets.UTF_8))
                    .add(HeaderNames.MODEL_VERSION, "0".getBytes(StandardCharsets.UTF_8));
        }
    }
}
