package io.kinstream.local;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.stream.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts the dead letters of all runs by reading them: offsets would count the marks of transactions, too. */
public final class DeadLetterCount implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private long count;

    public DeadLetterCount(KinstreamConfig config) {
        Map<String, Object> settings = new HashMap<>(config.kafka());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(new Topics(config).deadLetters()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads on, waiting a moment if there is nothing new; returns how many there are by now. */
    public long poll() {
        count += consumer.poll(Duration.ofMillis(200)).count();
        return count;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
