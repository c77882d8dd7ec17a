package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.nn.Architecture;
import io.kinstream.wire.SnapshotCodec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the newest model from the models topic, without an application. */
public final class ModelReader {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> settings;
    private final TopicPartition models;

    public ModelReader(KinstreamConfig config) {
        settings = new HashMap<>(config.kafka());
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        models = new TopicPartition(new Topics(config).models(), 0);
    }

    /**
     * Reads the topic to its present end.
     *
     * @return the model, or what is missing or wrong
     * @throws KafkaException if the broker cannot be reached
     */
    public SnapshotCodec.Assembly newest() {
        return newest(SnapshotCodec::assemble);
    }

    /** As {@link #newest()}, but a model of another shape is not usable. */
    SnapshotCodec.Assembly newest(Architecture architecture) {
        return newest((manifest, blocks) -> SnapshotCodec.assemble(manifest, blocks, architecture));
    }

    private interface Assembler {
        SnapshotCodec.Assembly assemble(byte[] manifest, Function<String, byte[]> blocks);
    }

    private SnapshotCodec.Assembly newest(Assembler assembler) {
        try {
            return read(assembler);
        } catch (KafkaException e) {
            throw new KafkaException(
                    "the model on " + settings.get("bootstrap.servers") + " could not be read: " + e.getMessage(), e);
        }
    }

    private SnapshotCodec.Assembly read(Assembler assembler) {
        Map<String, byte[]> records = new HashMap<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            if (consumer.partitionsFor(models.topic()).isEmpty()) {
                return new SnapshotCodec.Incomplete("there is no topic " + models.topic());
            }
            consumer.assign(List.of(models));
            consumer.seekToBeginning(List.of(models));
            long end = consumer.endOffsets(List.of(models)).get(models);
            while (consumer.position(models) < end) {
                consumer.poll(POLL).forEach(record -> put(record, records));
            }
        }
        return assembler.assemble(records.get(SnapshotCodec.MANIFEST_KEY), records::get);
    }

    /** The shape is not known before the manifest is: any block may belong to it. */
    private static void put(ConsumerRecord<String, byte[]> record, Map<String, byte[]> records) {
        if (record.key() != null && SnapshotCodec.belongs(record.key(), record.value(), Integer.MAX_VALUE)) {
            records.put(record.key(), record.value());
        }
    }
}
