package io.kinstream.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kinstream.config.KinstreamConfig;
import io.kinstream.stream.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends a data set as a user would: items as JSON features, and labelled pairs of their ids. */
public final class FeedProducer implements AutoCloseable {

    private final ObjectMapper json = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                    .build())
            .build();
    private final KinstreamConfig config;
    private final Topics topics;
    private final KafkaProducer<byte[], byte[]> producer;
    private final CompletableFuture<Exception> refused = new CompletableFuture<>();

    public FeedProducer(KinstreamConfig config) {
        this.config = config;
        this.topics = new Topics(config);
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 131072);
        settings.putAll(config.kafka());
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Sends items to `features` and waits until the broker has them.
     *
     * @throws KafkaException if the broker refuses one
     */
    public void features(List<Dataset.Item> items) {
        items.forEach(item -> send(new ProducerRecord<>(topics.features(), utf8(item.id()), featuresOf(item))));
        flush();
    }

    /**
     * Sends the pairs up to a position to `pairs`, after those that are there: pair {@code i} goes to partition
     * {@code i % partitions}, so how many records a partition has tells where an interrupted run stopped.
     *
     * @param items what the pairs' positions mean
     * @param count how many pairs there shall be in all
     * @throws KafkaException if the broker refuses one
     */
    public void pairs(LongFunction<RandomPairs.IndexPair> pairs, List<Dataset.Item> items, long count) {
        long[] present = recordsByPartition(topics.pairs());
        int partitions = present.length;
        for (long i = 0; i < count; i++) {
            int partition = (int) (i % partitions);
            if (i / partitions >= present[partition]) {
                byte[] event = pairOf(pairs.apply(i), items);
                send(new ProducerRecord<>(topics.pairs(), partition, null, event));
            }
        }
        flush();
    }

    /**
     * Sends one pair to `pairs`, to any partition, without waiting for it.
     *
     * @param items what the pair's positions mean
     * @throws KafkaException if the broker has refused one before
     */
    public void pair(RandomPairs.IndexPair pair, List<Dataset.Item> items) {
        send(new ProducerRecord<>(topics.pairs(), pairOf(pair, items)));
    }

    private long[] recordsByPartition(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.copyOf(config.kafka()), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(
                            0, consumer.partitionsFor(topic).size())
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            return partitions.stream().mapToLong(ends::get).toArray();
        }
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        producer.send(record, (metadata, problem) -> {
            if (problem != null) {
                refused.complete(problem);
            }
        });
        failIfRefused();
    }

    private void flush() {
        producer.flush();
        failIfRefused();
    }

    private void failIfRefused() {
        Exception problem = refused.getNow(null);
        if (problem != null) {
            throw new KafkaException("the broker refused a record: " + problem.getMessage(), problem);
        }
    }

    private byte[] featuresOf(Dataset.Item item) {
        try {
            return json.writeValueAsBytes(Map.of("features", item.features()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("features of " + item.id() + " must be written as JSON, but were not", e);
        }
    }

    private byte[] pairOf(RandomPairs.IndexPair pair, List<Dataset.Item> items) {
        return utf8(json.createObjectNode()
                .put("left", items.get(pair.left()).id())
                .put("right", items.get(pair.right()).id())
                .put("label", pair.label().name().toLowerCase(Locale.ROOT))
                .toString());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
