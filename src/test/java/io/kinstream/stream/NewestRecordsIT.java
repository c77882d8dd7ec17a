package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.testing.Await;
import io.kinstream.testing.SharedBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** Of a changelog on which compaction is far behind, a start reads the newest state and little more. */
@ExtendWith(SharedBroker.class)
class NewestRecordsIT {

    private String topic;
    private Map<String, String> kafka;
    private KafkaProducer<Integer, byte[]> producer;

    @BeforeEach
    void createTopic(SharedBroker.Address broker, TestInfo test) {
        topic = "newest-" + test.getTestMethod().orElseThrow().getName();
        kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(Map.copyOf(kafka))) {
            TopicAdmin.await(
                    admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                            .all(),
                    topic);
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", topic),
                new IntegerSerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void aStateOfManyBlocksIsReadWholeFromTheEnd() {
        for (int state = 0; state < 5; state++) {
            write(state, 300);
            commit();
        }
        assertState(4, 300, end());
    }

    @Test
    void whatWasWrittenLongBeforeIsNotRead() {
        write(0, 300);
        commit();
        for (int state = 1; state < 100; state++) {
            write(state, 2);
            commit();
        }
        assertState(99, 2, end());
        assertEquals(Set.of(0, 1), end().keySet());
    }

    @Test
    void anAbortedStateAtTheEndIsPassedOver() {
        write(7, 3);
        commit();
        write(8, 500);
        producer.flush();
        producer.abortTransaction();
        awaitEnd();
        assertState(7, 3, end());
    }

    @Test
    void anEmptyTopicHasNoState() {
        assertTrue(end().isEmpty());
    }

    private void write(int state, int blocks) {
        producer.beginTransaction();
        for (int block = 0; block < blocks; block++) {
            producer.send(new ProducerRecord<>(topic, block, new byte[] {(byte) state, (byte) block}));
        }
    }

    private void commit() {
        producer.commitTransaction();
        awaitEnd();
    }

    /** A transaction that was ended has its marker on the topic a moment later: until then readers stop before it. */
    private void awaitEnd() {
        Await.untilTrue(
                "the end of the transaction",
                Duration.ofSeconds(60),
                () -> end("read_committed") == end("read_uncommitted"));
    }

    private long end(String isolation) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("isolation.level", isolation);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }

    private Map<Integer, byte[]> end() {
        return NewestRecords.readEnd(kafka, topic, new IntegerDeserializer(), CheckpointStore.FIRST);
    }

    private static void assertState(int state, int blocks, Map<Integer, byte[]> found) {
        for (int block = 0; block < blocks; block++) {
            assertArrayEquals(new byte[] {(byte) state, (byte) block}, found.get(block), "block " + block);
        }
    }
}
