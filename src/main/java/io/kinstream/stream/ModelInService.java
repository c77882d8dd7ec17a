package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.nn.Architecture;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.SnapshotCodec;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model that embeds: the newest version that is complete and whose checksum holds. A version that is not there yet,
 * not right, or not of the configured shape leaves the one before in service.
 */
public final class ModelInService {

    private static final Logger LOG = LoggerFactory.getLogger(ModelInService.class);

    private final AtomicReference<ServedModel> current = new AtomicReference<>();
    private final AtomicReference<String> lastProblem = new AtomicReference<>();
    private final Architecture architecture;
    private final int maxEventBytes;
    private final KinstreamMeters meters;

    public ModelInService(KinstreamConfig config, KinstreamMeters meters) {
        this.architecture = config.architecture();
        this.maxEventBytes = config.maxEventBytes();
        this.meters = meters;
    }

    /** The manifest of the version in service; empty before there is one. */
    public Optional<ModelManifest> manifest() {
        return Optional.ofNullable(current.get()).map(ServedModel::manifest);
    }

    ServedModel current() {
        return current.get();
    }

    /**
     * Looks at the records of the models topic, and puts the version they make into service if it is complete.
     *
     * @param record the newest value of a key, null if there is none
     */
    void offer(Function<String, byte[]> record) {
        byte[] manifest = record.apply(SnapshotCodec.MANIFEST_KEY);
        if (manifest == null) {
            return;
        }
        SnapshotCodec.Assembly assembly = SnapshotCodec.assemble(manifest, record, architecture);
        if (assembly instanceof SnapshotCodec.Complete complete) {
            serve(complete.snapshot());
        } else if (assembly instanceof SnapshotCodec.Corrupt corrupt) {
            reject(corrupt);
        }
    }

    /** Says and counts what is wrong with a model: once, as it is found again with every record that follows. */
    void reject(SnapshotCodec.Corrupt corrupt) {
        if (!corrupt.problem().equals(lastProblem.getAndSet(corrupt.problem()))) {
            meters.snapshotRejected();
            LOG.warn(
                    "A published model is not usable, the one before, if any, stays in service: {}", corrupt.problem());
        }
    }

    /** Whether a record of the models topic may be one of a model that can be put into service. */
    boolean takes(String key, byte[] value) {
        return SnapshotCodec.belongs(key, value, architecture);
    }

    private void serve(ModelSnapshot snapshot) {
        ModelManifest manifest = snapshot.manifest();
        lastProblem.set(null);
        current.set(ServedModel.of(snapshot, maxEventBytes));
        meters.serving(manifest.modelVersion(), manifest.publishedAt());
        LOG.debug("Model {} version {} is in service", manifest.modelId(), manifest.modelVersion());
    }
}
