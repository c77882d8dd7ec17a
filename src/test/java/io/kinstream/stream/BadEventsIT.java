package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.testing.Await;
import io.kinstream.testing.Cluster;
import io.kinstream.testing.Kcat;
import io.kinstream.testing.Program;
import io.kinstream.testing.SharedBroker;
import io.kinstream.wire.ModelSnapshot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Bad events of every kind, sent by kcat among good ones, are told once each and change nothing. */
@ExtendWith(SharedBroker.class)
class BadEventsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int GOOD_BETWEEN = 32;
    private static final String FLOAT32 = "content-type=application/vnd.kinstream.float32";
    private static final String ITEM = "{\"features\":{\"indices\":[0],\"values\":[1]}}";

    @TempDir
    private Path directory;

    /**
     * @param topic by its short name
     * @param header as kcat takes it, or null
     * @param advice what the message must say of how to mend it
     */
    private record Bad(String topic, byte[] value, String header, String reason, String advice) {

        static Bad features(String value, String reason, String advice) {
            return new Bad("features", utf8(value), null, reason, advice);
        }

        static Bad pair(String value, String reason, String advice) {
            return new Bad("pairs", utf8(value), null, reason, advice);
        }
    }

    private static final List<Bad> BAD = List.of(
            Bad.pair("{\"left\":\"item-1\"", "not-json", "must be JSON"),
            Bad.features("[0.5, 1.0]", "wrong-shape", "must be a JSON object"),
            Bad.pair("{\"left\":" + ITEM + ",\"label\":\"similar\"}", "wrong-shape", "right must be"),
            Bad.pair(pair(ITEM, ITEM, "match"), "unknown-label", "\"similar\" or \"dissimilar\""),
            Bad.features("{\"features\":[1,2,3]}", "wrong-feature-count", "20"),
            new Bad("pairs", float32(1, 2, 3), FLOAT32, "wrong-feature-count", "40 float32 numbers"),
            Bad.features("{\"features\":{\"indices\":[3],\"values\":[NaN]}}", "not-finite", "finite"),
            new Bad("features", float32(infinite()), FLOAT32, "not-finite", "features[7] must be a finite"),
            Bad.features("{\"features\":[" + "0,".repeat(270_000) + "0]}", "too-large", "at most 524288 bytes"),
            Bad.pair(
                    pair(ITEM, "{\"features\":{\"indices\":[20],\"values\":[1]}}", "similar"),
                    "index-out-of-range",
                    "from 0 to 19"),
            Bad.features("{\"features\":{\"indices\":[3,3],\"values\":[1,2]}}", "index-repeated", "3"));

    @Test
    void eachIsADeadLetterOnceAndAllGoodOnesAreLearned(SharedBroker.Address broker) throws Exception {
        Installation installation =
                new Installation(broker, "bad-join", directory, "model.layers", "20,16,4", "join.ttl.ms", "15000");
        List<Bad> events = new ArrayList<>();
        events.add(Bad.pair(
                pair("\"item-1\"", "\"nobody\"", "similar"), "features-missing", "features of nobody must arrive"));
        events.addAll(BAD);
        try (Cluster cluster = new Cluster(broker.bootstrapServers());
                Program program = installation.start()) {
            Workload workload = new Workload(3, installation.topics(), cluster);
            workload.sendItems();
            int good = sendAmong(events, new Kcat(broker.bootstrapServers()), installation, workload::sendMixedPairs);
            assertEquals(good, installation.awaitVersion(good).manifest().modelVersion());
            checkDeadLetters(events, installation, cluster);
            assertTrue(program.isAlive(), program.output());
            program.terminate();
            checkDeadLetters(events, installation, cluster);
        }
    }

    @Test
    void inDirectModeTheWeightsAreThoseOfARunWithoutThem(SharedBroker.Address broker) throws Exception {
        String[] settings = {"model.layers", "20,16,4", "train.direct", "true", "train.linger.ms", "-1"};
        Installation installation = new Installation(broker, "bad-direct", directory, settings);
        Installation without = new Installation(broker, "no-bad-direct", directory, settings);
        List<Bad> events = new ArrayList<>(BAD);
        events.add(Bad.pair(pair("\"item-1\"", ITEM, "similar"), "no-join", "must be inline"));
        try (Cluster cluster = new Cluster(broker.bootstrapServers());
                Program program = installation.start();
                Program other = without.start()) {
            Workload workload = new Workload(4, installation.topics(), cluster);
            int good = sendAmong(events, new Kcat(broker.bootstrapServers()), installation, workload::sendInlinePairs);
            new Workload(4, without.topics(), cluster).sendInlinePairs(good);
            ModelSnapshot model = installation.awaitVersion(good);
            assertEquals(good, model.manifest().modelVersion());
            assertArrayEquals(without.awaitVersion(good).parameters(), model.parameters());
            checkDeadLetters(events, installation, cluster);
            assertTrue(program.isAlive() && other.isAlive());
        }
    }

    /** Sends the bad events with good pairs before, between and after them; returns how many good ones. */
    private static int sendAmong(List<Bad> events, Kcat kcat, Installation installation, IntConsumer sendGood) {
        sendGood.accept(GOOD_BETWEEN);
        for (int i = 0; i < events.size(); i++) {
            Bad bad = events.get(i);
            String[] options = bad.header() == null ? new String[0] : new String[] {"-H", bad.header()};
            kcat.produceBytes(installation.config().topic(bad.topic()), "bad-" + i, bad.value(), options);
            sendGood.accept(GOOD_BETWEEN);
        }
        return GOOD_BETWEEN * (events.size() + 1);
    }

    private static void checkDeadLetters(List<Bad> events, Installation installation, Cluster cluster) {
        Await.untilTrue(
                events.size() + " dead letters",
                PATIENCE,
                () -> cluster.read(installation.topics().deadLetters()).size() >= events.size());
        List<ConsumerRecord<byte[], byte[]>> letters =
                cluster.read(installation.topics().deadLetters());
        assertEquals(events.size(), letters.size());
        Map<String, ConsumerRecord<byte[], byte[]>> byKey =
                letters.stream().collect(Collectors.toMap(letter -> text(letter.key()), Function.identity()));
        Topics topics = installation.topics();
        List<ConsumerRecord<byte[], byte[]>> sources = new ArrayList<>(cluster.read(topics.features()));
        sources.addAll(cluster.read(topics.pairs()));
        for (int i = 0; i < events.size(); i++) {
            Bad bad = events.get(i);
            check(bad, installation.config().topic(bad.topic()), byKey.get("bad-" + i), sources);
        }
    }

    private static void check(
            Bad bad,
            String topic,
            ConsumerRecord<byte[], byte[]> letter,
            List<ConsumerRecord<byte[], byte[]>> sources) {
        assertNotNull(letter, bad.reason());
        assertArrayEquals(bad.value(), letter.value(), bad.reason());
        assertEquals(bad.reason(), header(letter, "reason"));
        String message = header(letter, "message");
        assertTrue(message.contains(bad.advice()), message);
        assertEquals(topic, header(letter, "source.topic"));
        ConsumerRecord<byte[], byte[]> source = sources.stream()
                .filter(record -> record.topic().equals(topic))
                .filter(record -> record.partition() == Integer.parseInt(header(letter, "source.partition")))
                .filter(record -> record.offset() == Long.parseLong(header(letter, "source.offset")))
                .findFirst()
                .orElseThrow();
        assertArrayEquals(source.key(), letter.key());
        assertArrayEquals(source.value(), letter.value());
        source.headers().forEach(header -> assertEquals(text(header.value()), header(letter, header.key())));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        assertNotNull(header, name);
        return text(header.value());
    }

    private static String pair(String left, String right, String label) {
        return "{\"left\":" + left + ",\"right\":" + right + ",\"label\":\"" + label + "\"}";
    }

    private static float[] infinite() {
        float[] numbers = new float[Workload.INPUTS];
        Arrays.fill(numbers, 1);
        numbers[7] = Float.POSITIVE_INFINITY;
        return numbers;
    }

    private static byte[] float32(float... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float number : numbers) {
            bytes.putFloat(number);
        }
        return bytes.array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
