package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.wire.SnapshotCodec;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the newest model from the models topic, without an application. */
public final class ModelReader {

    private final Map<String, String> kafka;
    private final String models;

    public ModelReader(KinstreamConfig config) {
        kafka = config.kafka();
        models = new Topics(config).models();
    }

    /**
     * Reads the topic to its present end.
     *
     * @return the model, or what is missing or wrong
     * @throws KafkaException if the broker cannot be reached
     */
    public SnapshotCodec.Assembly newest() {
        try {
            Map<String, byte[]> records = NewestRecords.read(kafka, models, new StringDeserializer());
            return SnapshotCodec.assemble(records.get(SnapshotCodec.MANIFEST_KEY), records::get);
        } catch (KafkaException e) {
            throw new KafkaException(
                    "the model on " + kafka.get("bootstrap.servers") + " could not be read: " + e.getMessage(), e);
        }
    }
}
