package io.kinstream.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks at what was last written to a topic, again and again, without reading all that is written between two looks. */
final class TopicTail implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int FETCH_BYTES = 256 * 1024;
    private static final int ANSWER_WITHIN_MS = 5000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private Map<TopicPartition, Long> seen = Map.of();

    /** @throws org.apache.kafka.common.KafkaException if the broker does not answer, or does not know the topic yet */
    TopicTail(Map<String, String> kafka, String topic) {
        Map<String, Object> settings = NewestRecords.settings(kafka);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"); // where a topic begins may move meanwhile
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new UnknownTopicOrPartitionException("the broker does not know " + topic);
            }
            consumer.assign(partitions);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** Whether anything was committed since this was asked last, or at all; it costs a request and reads no record. */
    boolean hasGrown() {
        Map<TopicPartition, Long> before = seen;
        seen = consumer.endOffsets(partitions);
        return seen.entrySet().stream().anyMatch(end -> end.getValue() > before.getOrDefault(end.getKey(), 0L));
    }

    /**
     * Shows the newest committed records that it has not shown before.
     *
     * @param most about how many, over all partitions; there are fewer where offsets have gaps
     * @param patience after which the rest is left for the next look
     */
    void look(int most, Duration patience, Consumer<ConsumerRecord<byte[], byte[]>> viewer) {
        long share = (most + partitions.size() - 1L) / partitions.size();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long giveUpAt = System.nanoTime() + patience.toNanos(); // a broker that just started may answer late
        ends.forEach((partition, end) -> {
            long start = Math.max(next.getOrDefault(partition, 0L), Math.max(0, end - share));
            consumer.seek(partition, start);
            next.put(partition, start);
        });
        while (behind(ends) && System.nanoTime() < giveUpAt) {
            consumer.poll(POLL).forEach(viewer);
            partitions.forEach(partition -> next.put(partition, consumer.position(partition)));
        }
    }

    private boolean behind(Map<TopicPartition, Long> ends) {
        return partitions.stream().anyMatch(partition -> next.get(partition) < ends.get(partition));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
