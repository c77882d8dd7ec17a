package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.SnapshotCodec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * All versions that are whole on the models topic, in the order they were published, one in memory at a time. The topic
 * is compacted, but late and never in its newest segment: versions before the newest can be read there for a while.
 */
final class PublishedVersions implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<String, byte[]> consumer;
    private final TopicPartition models;
    private final long end;
    private final Queue<ConsumerRecord<String, byte[]>> fetched = new ArrayDeque<>();
    private final Map<String, byte[]> records = new HashMap<>();

    /** From the topic's beginning to its present end; it must exist. */
    PublishedVersions(KinstreamConfig config) {
        consumer = new KafkaConsumer<>(
                NewestRecords.settings(config.kafka()), new StringDeserializer(), new ByteArrayDeserializer());
        models = new TopicPartition(new Topics(config).models(), 0);
        consumer.assign(List.of(models));
        consumer.seekToBeginning(List.of(models));
        end = consumer.endOffsets(List.of(models)).get(models);
    }

    /** The next version; empty after the last. */
    Optional<ModelSnapshot> next() {
        while (!fetched.isEmpty() || consumer.position(models) < end) {
            if (fetched.isEmpty()) {
                consumer.poll(POLL).forEach(fetched::add);
                continue;
            }
            ConsumerRecord<String, byte[]> record = fetched.remove();
            records.put(record.key(), record.value());
            // The manifest is written last; what it does not fit is of a version that compaction has begun to remove.
            if (SnapshotCodec.MANIFEST_KEY.equals(record.key())
                    && SnapshotCodec.assemble(record.value(), records::get) instanceof SnapshotCodec.Complete version) {
                return Optional.of(version.snapshot());
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
