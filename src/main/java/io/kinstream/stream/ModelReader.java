package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.nn.Architecture;
import io.kinstream.wire.SnapshotCodec;
import java.util.Map;
import java.util.function.Function;
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
            return NewestRecords.read(kafka, models, new StringDeserializer(), ModelReader::mayBelong)
                    .map(records -> assembler.assemble(records.get(SnapshotCodec.MANIFEST_KEY), records::get))
                    .orElseGet(() -> new SnapshotCodec.Incomplete("there is no topic " + models));
        } catch (KafkaException e) {
            throw new KafkaException(
                    "the model on " + kafka.get("bootstrap.servers") + " could not be read: " + e.getMessage(), e);
        }
    }

    /** The shape is not known before the manifest is: any block may belong to it. */
    private static boolean mayBelong(String key, byte[] value) {
        return key != null && SnapshotCodec.belongs(key, value);
    }
}
