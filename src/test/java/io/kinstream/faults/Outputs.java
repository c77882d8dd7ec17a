package io.kinstream.faults;

import io.kinstream.wire.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Every committed record of the topics that the program writes, as any reader sees them come. */
final class Outputs implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Topic> topics;
    private final Map<Topic, List<ConsumerRecord<byte[], byte[]>>> records = new EnumMap<>(Topic.class);

    Outputs(String bootstrapServers, Function<Topic, String> names, List<Topic> topics) {
        this.topics = topics.stream().collect(Collectors.toMap(names, Function.identity()));
        topics.forEach(topic -> records.put(topic, new ArrayList<>()));
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = this.topics.keySet().stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Takes what has come; waits a moment for it. */
    void poll() {
        consumer.poll(POLL)
                .forEach(record -> records.get(topics.get(record.topic())).add(record));
    }

    /** Takes all that there is. */
    void drain() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll();
        }
    }

    /** In the order of their partition. */
    List<ConsumerRecord<byte[], byte[]>> of(Topic topic) {
        return records.getOrDefault(topic, List.of());
    }

    /** What was read of each partition that has something: offsets of the first and the last record, how many, and where it goes on. */
    String read() {
        Map<TopicPartition, List<Long>> offsets = new TreeMap<>(Comparator.comparing(TopicPartition::toString));
        records.values()
                .forEach(all -> all.forEach(record -> offsets.computeIfAbsent(
                                new TopicPartition(record.topic(), record.partition()), partition -> new ArrayList<>())
                        .add(record.offset())));
        return offsets.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().get(0) + ".."
                        + entry.getValue().get(entry.getValue().size() - 1) + " ("
                        + entry.getValue().size() + "), then " + consumer.position(entry.getKey()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    int count() {
        return records.values().stream().mapToInt(List::size).sum();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
