package io.kinstream.local;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.stream.Topics;
import io.kinstream.wire.EmbeddingRecord;
import io.kinstream.wire.ModelManifest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads `embeddings` as a user would, and keeps the vectors of one version of the model: others are of another space. */
public final class EmbeddingCollector implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ModelManifest model;
    private final Map<String, float[]> vectors = new HashMap<>();

    /** Starts at the beginning of the topic. */
    public EmbeddingCollector(KinstreamConfig config, ModelManifest model) {
        this.model = model;
        String topic = new Topics(config).embeddings();
        consumer = new KafkaConsumer<>(
                Map.copyOf(config.kafka()), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads what is there, waiting a moment if there is nothing. */
    public void poll() {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> {
            if (record.value() != null) {
                keep(EmbeddingRecord.parse(record.value()));
            }
        });
    }

    private void keep(EmbeddingRecord embedding) {
        if (embedding.modelVersion() == model.modelVersion()
                && embedding.modelId().equals(model.modelId())) {
            vectors.put(embedding.id(), embedding.vector());
        }
    }

    /** How many items have a vector of the version. */
    public int size() {
        return vectors.size();
    }

    /** Those of the items that have none yet. */
    public List<Dataset.Item> missing(List<Dataset.Item> items) {
        return items.stream().filter(item -> !vectors.containsKey(item.id())).toList();
    }

    /** The vectors of these items, in their order; null for an item that has none. */
    public float[][] vectors(List<Dataset.Item> items) {
        return items.stream().map(item -> vectors.get(item.id())).toArray(float[][]::new);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
