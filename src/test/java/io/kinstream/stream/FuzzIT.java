package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.testing.Await;
import io.kinstream.testing.Cluster;
import io.kinstream.testing.EventFuzz;
import io.kinstream.testing.EventJudge;
import io.kinstream.testing.FreePort;
import io.kinstream.testing.LiveHeap;
import io.kinstream.testing.Program;
import io.kinstream.testing.Scrape;
import io.kinstream.testing.SharedBroker;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.Origin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A seeded stream of damaged events among good ones, on the real topology: each is either good by the letter of the
 * contract, and learned, or a dead letter once; and the model is the one of the good events alone.
 * {@code -Dfuzz.events=100000} sends that many of each; figures are written to {@code target/it-logs/fuzz-figures.txt}.
 */
@ExtendWith(SharedBroker.class)
class FuzzIT {

    private static final int EVENTS = Integer.getInteger("fuzz.events", 2_000);
    private static final Duration PATIENCE = Duration.ofSeconds(120 + EVENTS / 200);
    private static final int INPUTS = 8;
    private static final int MAX_BYTES = 8192;
    private static final int BATCH = 16;
    /** A good event with larger numbers is not sent: a step with them is another matter. */
    private static final float LARGEST = 4;

    private static final long MOST_GROWTH = 16 * 1024 * 1024;
    private static final Map<String, String> SMALL_HEAP = Map.of("_JAVA_OPTIONS", "-Xmx128m");

    @TempDir
    private Path directory;

    /** A damaged event that was sent, whether it is good nevertheless, and where it stands. */
    private record Sent(EventFuzz.Event event, boolean good, Future<RecordMetadata> place) {}

    private final Random random = new Random(1);
    private final EventFuzz fuzz = new EventFuzz(INPUTS, MAX_BYTES, 1);
    private final EventJudge judge = new EventJudge(INPUTS, MAX_BYTES);
    private final List<Sent> damaged = new ArrayList<>();
    private int goodPairs;

    @Test
    void damagedEventsAreDeadLettersOnceAndTheModelIsThatOfTheGoodOnes(SharedBroker.Address broker) throws Exception {
        int port = FreePort.find();
        Installation fuzzed = installation(broker, "fuzz", "http.enabled", "true", "http.port", Integer.toString(port));
        Installation good = installation(broker, "fuzz-good");
        Scrape scrape = new Scrape(port);
        long started = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer = producer(broker);
                Cluster cluster = new Cluster(broker.bootstrapServers());
                Program program = fuzzed.start(SMALL_HEAP)) {
            send(EVENTS / 10, producer, fuzzed.topics(), good.topics());
            awaitAll(scrape);
            long early = LiveHeap.bytes(program);
            send(EVENTS - EVENTS / 10, producer, fuzzed.topics(), good.topics());
            awaitAll(scrape);
            long late = LiveHeap.bytes(program);
            long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
            assertTrue(program.isAlive(), program.output());
            fuzzed.awaitVersion(goodPairs / BATCH * BATCH);
            assertEquals(143, program.terminate());

            Map<String, Integer> reasons =
                    checkDeadLetters(cluster.read(fuzzed.topics().deadLetters()));
            Files.writeString(
                    Path.of("target", "it-logs", "fuzz-figures.txt"),
                    "good pairs %d, damaged %d, of them dead letters %s; %d s; live heap early %d, late %d bytes%n"
                            .formatted(goodPairs, damaged.size(), reasons, seconds, early, late));
            assertTrue(late - early < MOST_GROWTH, "the heap must not grow, but did from " + early + " to " + late);
            assertTrue(reasons.size() >= 9, "most reasons are met: " + reasons);
            compare(fuzzed, good);
        }
    }

    private Installation installation(SharedBroker.Address broker, String name, String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of(
                "model.layers", INPUTS + ",6,3",
                "roles", "train",
                "train.direct", "true",
                "train.linger.ms", "-1",
                "train.batch.size", Integer.toString(BATCH),
                "train.learning.rate", "0.001",
                "events.max.bytes", Integer.toString(MAX_BYTES)));
        settings.addAll(List.of(more));
        return new Installation(broker, name, directory, settings.toArray(String[]::new));
    }

    private static KafkaProducer<byte[], byte[]> producer(SharedBroker.Address broker) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends good pairs and as many damaged events; what is good of both goes to the other installation as well. */
    private void send(int count, KafkaProducer<byte[], byte[]> producer, Topics fuzzed, Topics good) throws Exception {
        for (int i = 0; i < count; i++) {
            byte[] pair = goodPair();
            producer.send(new ProducerRecord<>(fuzzed.pairs(), pair));
            producer.send(new ProducerRecord<>(good.pairs(), pair));
            goodPairs++;

            EventFuzz.Event event = fuzz.next("event-" + damaged.size());
            boolean isGood = isGood(event);
            if (isGood && event.value() != null && EventJudge.largest(event.value(), event.headers()) > LARGEST) {
                continue;
            }
            damaged.add(new Sent(event, isGood, producer.send(record(fuzzed, event))));
            if (isGood && event.pair()) {
                producer.send(record(good, event));
                goodPairs++;
            }
        }
        producer.flush();
        for (Sent sent : damaged) {
            sent.place().get();
        }
    }

    private boolean isGood(EventFuzz.Event event) {
        return event.pair()
                ? judge.isGoodInlinePair(event.key(), event.value(), event.headers())
                : judge.isGoodFeatures(event.key(), event.value(), event.headers());
    }

    private static ProducerRecord<byte[], byte[]> record(Topics topics, EventFuzz.Event event) {
        String topic = event.pair() ? topics.pairs() : topics.features();
        return new ProducerRecord<>(topic, null, event.key(), event.value(), event.headers());
    }

    private byte[] goodPair() {
        String label = random.nextBoolean() ? "similar" : "dissimilar";
        return ("{\"left\":" + vector() + ",\"right\":" + vector() + ",\"label\":\"" + label + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private String vector() {
        StringJoiner numbers = new StringJoiner(",", "{\"features\":[", "]}");
        for (int i = 0; i < INPUTS; i++) {
            numbers.add(String.format(Locale.ROOT, "%.4f", random.nextDouble()));
        }
        return numbers.toString();
    }

    private void awaitAll(Scrape scrape) {
        long bad = damaged.stream().filter(sent -> !sent.good()).count();
        long batches = goodPairs / BATCH * BATCH;
        Await.untilTrue(bad + " dead letters and " + batches + " pairs", PATIENCE, () -> {
            long told = scrape.sum("kinstream_dead_letters_total{");
            return told >= bad && scrape.value("kinstream_pairs_learned_total") >= batches;
        });
    }

    /** Returns how many there are of each reason. */
    private Map<String, Integer> checkDeadLetters(List<ConsumerRecord<byte[], byte[]>> letters) throws Exception {
        Map<Origin, ConsumerRecord<byte[], byte[]>> byOrigin = new HashMap<>();
        Map<String, Integer> reasons = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            assertNull(byOrigin.put(origin(letter), letter), () -> "told twice: " + origin(letter));
            reasons.merge(header(letter, "reason"), 1, Integer::sum);
        }
        for (Sent sent : damaged) {
            RecordMetadata place = sent.place().get();
            Origin origin = new Origin(place.topic(), place.partition(), place.offset());
            ConsumerRecord<byte[], byte[]> letter = byOrigin.remove(origin);
            if (sent.good()) {
                assertNull(letter, () -> "good, but told: " + origin);
            } else {
                assertNotNull(letter, () -> "not told: " + origin);
                assertArrayEquals(sent.event().key(), letter.key());
                assertArrayEquals(sent.event().value(), letter.value());
                Header[] original = sent.event().headers().toArray();
                for (int i = 0; i < original.length; i++) {
                    assertEquals(original[i], letter.headers().toArray()[i]);
                }
            }
        }
        assertTrue(byOrigin.isEmpty(), () -> "told, but good: " + byOrigin.keySet());
        return reasons;
    }

    private static void compare(Installation fuzzed, Installation good) throws Exception {
        ModelSnapshot model = fuzzed.newest().orElseThrow();
        try (Program program = good.start()) {
            ModelSnapshot alone = good.awaitVersion(model.manifest().modelVersion());
            assertEquals(alone.manifest().modelVersion(), model.manifest().modelVersion());
            assertArrayEquals(alone.parameters(), model.parameters());
            program.terminate();
        }
    }

    private static Origin origin(ConsumerRecord<byte[], byte[]> letter) {
        return new Origin(
                header(letter, "source.topic"),
                Integer.parseInt(header(letter, "source.partition")),
                Long.parseLong(header(letter, "source.offset")));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
