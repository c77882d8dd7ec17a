package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.testing.Await;
import io.kinstream.testing.Cluster;
import io.kinstream.testing.Program;
import io.kinstream.testing.SharedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a producer with compression can bring past the broker's limit does not end the program. */
@ExtendWith(SharedBroker.class)
class OversizeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MEGABYTE = 1024 * 1024;
    private static final String ITEM = "{\"features\":[1,2,3,4]}";
    private static final String PAIR = "{\"left\":" + ITEM + ",\"right\":\"item\",\"label\":\"similar\"}";

    @TempDir
    private Path directory;

    @Test
    void recordsLargerThanAnyTheProgramMayWriteAreDeadLettersAndItGoesOn(SharedBroker.Address broker) throws Exception {
        Installation installation = new Installation(broker, "oversize", directory, "model.layers", "4,2");
        Topics topics = installation.topics();
        try (Cluster cluster = new Cluster(broker.bootstrapServers());
                KafkaProducer<byte[], byte[]> producer = compressing(broker);
                Program program = installation.start()) {
            send(producer, record(topics.pairs(), "huge-value", " ".repeat(5 * MEGABYTE) + PAIR));
            send(producer, record(topics.pairs(), "k".repeat(3 * MEGABYTE), PAIR));
            send(producer, record(topics.pairs(), "huge-header", PAIR), "h".repeat(5 * MEGABYTE));
            send(producer, record(topics.pairs(), "long-id", PAIR.replace("\"item\"", "\"" + "i".repeat(4097) + "\"")));
            send(producer, record(topics.features(), "huge-value", ITEM + " ".repeat(5 * MEGABYTE)));
            send(producer, record(topics.features(), "i".repeat(600_000), ITEM));
            send(producer, record(topics.features(), "item", ITEM), "h".repeat(5 * MEGABYTE));
            send(producer, record(topics.pairs(), "good", PAIR));

            installation.awaitVersion(1);
            Await.untilTrue(
                    "the embedding",
                    PATIENCE,
                    () -> cluster.read(topics.embeddings()).size() == 1);
            Await.untilTrue(
                    "the dead letters",
                    PATIENCE,
                    () -> cluster.read(topics.deadLetters()).size() >= 6);
            assertTrue(program.isAlive(), program.output());
            check(cluster.read(topics.deadLetters()));
        }
    }

    private static void check(List<ConsumerRecord<byte[], byte[]>> letters) {
        Map<String, Integer> reasons = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            reasons.merge(header(letter, "reason"), 1, Integer::sum);
            if (header(letter, "message").contains("it is not repeated here")) {
                assertNull(letter.value());
                assertNull(letter.key());
            } else if (header(letter, "source.topic").endsWith("features")) {
                assertArrayEquals(ITEM.getBytes(StandardCharsets.UTF_8), letter.value());
                assertEquals(600_000, letter.key().length);
            }
        }
        assertEquals(Map.of("too-large", 4, "no-key", 1, "wrong-shape", 1), reasons);
    }

    private static KafkaProducer<byte[], byte[]> compressing(SharedBroker.Address broker) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "compression.type",
                "gzip",
                "max.request.size",
                10 * MEGABYTE);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String key, String value) {
        return new ProducerRecord<>(
                topic, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record)
            throws Exception {
        producer.send(record).get();
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record, String header)
            throws Exception {
        record.headers().add("more", header.getBytes(StandardCharsets.UTF_8));
        producer.send(record).get();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
