package io.kinstream.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads the newest committed record of each key of a compacted topic with one partition, without an application. */
final class NewestRecords {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int FETCH_BYTES = 16 * 1024 * 1024; // few requests: a topic may hold many versions of a model

    private static final int FIRST_LOOK = 64; // records: some small states, or a good part of a large one

    private NewestRecords() {}

    /** Settings of a consumer that reads what is committed and there already, and leaves no trace. */
    static Map<String, Object> settings(Map<String, String> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // At the end of a topic there is nothing to wait for, but a consumer is not closed before its last fetch is
        // answered.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        return settings;
    }

    /**
     * Reads a topic to its present end. What is committed meanwhile is left out: a part of it alone would not fit the rest.
     *
     * @param kafka settings of the client
     * @param wanted which records count, by key and value; the others are not kept
     * @return empty if there is no such topic
     */
    static <K> Optional<Map<K, byte[]>> read(
            Map<String, String> kafka, String topic, Deserializer<K> keys, BiPredicate<K, byte[]> wanted) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<K, byte[]> consumer = consumer(kafka, keys)) {
            if (consumer.partitionsFor(topic).isEmpty()) {
                return Optional.empty();
            }
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            long beginning = consumer.beginningOffsets(List.of(partition)).get(partition);
            return Optional.of(read(consumer, partition, beginning, end, wanted));
        }
    }

    /**
     * As {@link #read}, but reads no more of the end of the topic than it must: compaction may be far behind.
     *
     * @param first a key that is written before all others of its transaction, as often as any of them: what was
     *     written since it came last is whole
     */
    static <K> Map<K, byte[]> readEnd(Map<String, String> kafka, String topic, Deserializer<K> keys, K first) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<K, byte[]> consumer = consumer(kafka, keys)) {
            consumer.assign(List.of(partition));
            long beginning = consumer.beginningOffsets(List.of(partition)).get(partition);
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            for (long back = FIRST_LOOK; ; back *= 4) {
                long start = Math.max(beginning, end - back);
                Map<K, byte[]> records = read(consumer, partition, start, end, (key, value) -> true);
                if (start == beginning || records.containsKey(first)) {
                    return records;
                }
            }
        }
    }

    private static <K> KafkaConsumer<K, byte[]> consumer(Map<String, String> kafka, Deserializer<K> keys) {
        Map<String, Object> settings = settings(kafka);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"); // where a topic begins may move meanwhile
        return new KafkaConsumer<>(settings, keys, new ByteArrayDeserializer());
    }

    private static <K> Map<K, byte[]> read(
            KafkaConsumer<K, byte[]> consumer,
            TopicPartition partition,
            long start,
            long end,
            BiPredicate<K, byte[]> wanted) {
        Map<K, byte[]> records = new HashMap<>();
        consumer.seek(partition, start);
        while (consumer.position(partition) < end) {
            consumer.poll(POLL).forEach(record -> {
                if (record.offset() < end && wanted.test(record.key(), record.value())) {
                    records.put(record.key(), record.value());
                }
            });
        }
        return records;
    }
}
