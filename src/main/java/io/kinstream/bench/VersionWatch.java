package io.kinstream.bench;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.stream.Topics;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.SnapshotCodec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the versions of a model as they are committed. */
final class VersionWatch implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final String models;
    private final KafkaConsumer<String, byte[]> consumer;
    private final long since;
    private final Queue<ModelManifest> unseen = new ArrayDeque<>();
    private long newest = -1;

    VersionWatch(KinstreamConfig config) {
        this(config, 0);
    }

    /** @param since versions that were made before this moment, milliseconds since the epoch, are not seen */
    VersionWatch(KinstreamConfig config, long since) {
        this.since = since;
        models = new Topics(config).models();
        Map<String, Object> settings = new HashMap<>(config.kafka());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        TopicPartition partition = new TopicPartition(models, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    /** The newest version that was seen, -1 before there is one. */
    long newest() {
        return newest;
    }

    /** Waits for the first version with so many pairs. */
    ModelManifest awaitVersion(long version, Duration patience, BooleanSupplier alive) {
        return await(manifest -> manifest.modelVersion() >= version, "version " + version, patience, alive);
    }

    /**
     * Waits for the first version with more pairs than any before that was made after a moment: what a killed process
     * had made may become visible when it is gone.
     *
     * @param millis the moment, since the epoch
     */
    ModelManifest awaitMadeAfter(long millis, Duration patience, BooleanSupplier alive) {
        return await(
                manifest -> manifest.publishedAt() > millis && manifest.modelVersion() > newest,
                "a version",
                patience,
                alive);
    }

    private ModelManifest await(
            Predicate<ModelManifest> wanted, String what, Duration patience, BooleanSupplier alive) {
        long giveUpAt = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < giveUpAt && alive.getAsBoolean()) {
            if (unseen.isEmpty()) {
                read();
            }
            while (!unseen.isEmpty()) {
                ModelManifest manifest = unseen.remove();
                boolean found = wanted.test(manifest);
                newest = Math.max(newest, manifest.modelVersion());
                if (found) {
                    return manifest;
                }
            }
        }
        throw new IllegalStateException(
                models + " must get " + what + " within " + patience + ", but its newest was version " + newest
                        + (alive.getAsBoolean() ? "" : " and the program has ended"));
    }

    /** A transaction may bring several versions at once. */
    private void read() {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            if (SnapshotCodec.MANIFEST_KEY.equals(record.key())) {
                ModelManifest manifest = ModelManifest.parse(record.value());
                if (manifest.publishedAt() >= since) {
                    unseen.add(manifest);
                }
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
