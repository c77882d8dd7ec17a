package io.kinstream.stream;

import io.kinstream.monitor.KinstreamMeters;
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
 * or not right, leaves the one before in service.
 */
public final class ModelInService {

    private static final Logger LOG = LoggerFactory.getLogger(ModelInService.class);

    private final AtomicReference<ServedModel> current = new AtomicReference<>();
    private final int maxEventBytes;
    private final KinstreamMeters meters;

    public ModelInService(int maxEventBytes, KinstreamMeters meters) {
        this.maxEventBytes = maxEventBytes;
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
        SnapshotCodec.Assembly assembly = SnapshotCodec.assemble(manifest, record);
        if (assembly instanceof SnapshotCodec.Complete complete) {
            serve(complete.snapshot());
        } else if (assembly instanceof SnapshotCodec.Corrupt corrupt) {
            meters.snapshotRejected();
            LOG.warn("A published model is not usable, the one before stays in service: {}", corrupt.problem());
        }
    }

    private void serve(ModelSnapshot snapshot) {
        ModelManifest manifest = snapshot.manifest();
        current.set(ServedModel.of(snapshot, maxEventBytes));
        meters.serving(manifest.modelVersion(), manifest.publishedAt());
        LOG.debug("Model {} version {} is in service", manifest.modelId(), manifest.modelVersion());
    }
}
