package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.testing.SharedBroker;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Of a topic the page reads the newest records, and each only once, however much is written meanwhile. */
@ExtendWith(SharedBroker.class)
class TopicTailIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Map<String, String> kafka;
    private String topic;
    private KafkaProducer<Integer, Integer> producer;

    @BeforeEach
    void createTopic(SharedBroker.Address broker, TestInfo test) throws Exception {
        kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        String name = "tail-" + test.getTestMethod().orElseThrow().getName();
        topic = new Installation(broker, name, directory, "model.layers", "4,2", "topics.partitions", "2")
                .topics()
                .pairs();
        producer = new KafkaProducer<>(Map.copyOf(kafka), new IntegerSerializer(), new IntegerSerializer());
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void eachLookShowsTheNewestThatWereNotShownBefore() {
        try (TopicTail tail = new TopicTail(kafka, topic)) {
            assertEquals(new TreeSet<>(), look(tail, 10));
            send(0, 1000);
            assertEquals(numbers(990, 1000), look(tail, 10), "of many the newest");
            assertEquals(new TreeSet<>(), look(tail, 10), "nothing new");
            send(1000, 1004);
            assertEquals(numbers(1000, 1004), look(tail, 10), "few are shown all");
            send(1004, 2000);
            assertEquals(numbers(1994, 2000), look(tail, 6), "what was too much is passed over");
        }
    }

    @Test
    void whatOneLookHasNoTimeForIsLeftForTheNext() {
        send(0, 20);
        try (TopicTail tail = new TopicTail(kafka, topic)) {
            List<Integer> none = new ArrayList<>();
            tail.look(20, Duration.ZERO, record -> none.add(1));
            assertEquals(List.of(), none);
            assertEquals(numbers(0, 20), look(tail, 20));
        }
    }

    @Test
    void itSaysOnceThatThereIsMore() {
        try (TopicTail tail = new TopicTail(kafka, topic)) {
            assertFalse(tail.hasGrown(), "there is nothing yet");
            send(0, 1);
            assertTrue(tail.hasGrown());
            assertFalse(tail.hasGrown(), "nothing new");
            send(1, 2);
            assertTrue(tail.hasGrown(), "in the other partition");
        }
        try (TopicTail tail = new TopicTail(kafka, topic)) {
            assertTrue(tail.hasGrown(), "what was there before");
        }
    }

    @Test
    void aTopicThatTheBrokerDoesNotKnowIsSaid() {
        String message = assertThrows(KafkaException.class, () -> new TopicTail(kafka, "tail-nowhere"))
                .getMessage();
        assertTrue(message.contains("tail-nowhere"), message);
    }

    private TreeSet<Integer> look(TopicTail tail, int most) {
        List<Integer> seen = new ArrayList<>();
        tail.look(
                most,
                PATIENCE,
                record -> seen.add(ByteBuffer.wrap(record.value()).getInt()));
        TreeSet<Integer> different = new TreeSet<>(seen);
        assertEquals(different.size(), seen.size(), "shown twice: " + seen);
        return different;
    }

    private static TreeSet<Integer> numbers(int from, int to) {
        return new TreeSet<>(IntStream.range(from, to).boxed().toList());
    }

    /** In turns to the two partitions. */
    private void send(int from, int to) {
        for (int i = from; i < to; i++) {
            producer.send(new ProducerRecord<>(topic, i % 2, i, i));
        }
        producer.flush();
    }
}
