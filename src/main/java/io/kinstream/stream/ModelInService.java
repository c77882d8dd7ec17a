package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.monitor.RefusedException;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.Features;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.DistanceAnswer;
import io.kinstream.wire.EmbeddingAnswer;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.SnapshotCodec;
import java.util.List;
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

    /**
     * Embeds the features of one request.
     *
     * @param request JSON {@code {"features":…}}, whatever its content type
     */
    byte[] embed(byte[] request) throws RefusedException {
        return answer(served -> {
            Features features = served.decoder().features(request, List.of());
            ModelManifest manifest = served.manifest();
            return new EmbeddingAnswer(served.embed(features), manifest.modelId(), manifest.modelVersion()).toJson();
        });
    }

    /**
     * Says how far apart the two items of a request are, and whether that is similar.
     *
     * @param request JSON {@code {"left":{"features":…},"right":{"features":…}}}
     */
    byte[] compare(byte[] request) throws RefusedException {
        return answer(
                served -> DistanceAnswer.of(served.distance(served.decoder().comparison(request)), served.manifest())
                        .toJson());
    }

    private interface Question {
        byte[] answeredBy(ServedModel served) throws BadEventException;
    }

    private byte[] answer(Question question) throws RefusedException {
        ServedModel served = current();
        if (served == null) {
            throw RefusedException.noModel();
        }
        try {
            return question.answeredBy(served);
        } catch (BadEventException problem) {
            throw RefusedException.badRequest(problem.reason().word(), problem.getMessage());
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
