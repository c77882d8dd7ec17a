package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.Calibration;
import io.kinstream.learn.LearnerState;
import io.kinstream.learn.Quality;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.wire.Checkpoint;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.SnapshotCodec;
import io.kinstream.wire.SourceRecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Publishes versions of the model, by pairs learned and by time, and knows its identity. A version is the number of
 * pairs learned; the identity names the model that was started from one seed at one moment, so that a model started
 * over never shares version numbers with the one before.
 */
final class Publisher {

    private static final long NEVER = -1;

    private final ProcessorContext<byte[], byte[]> context;
    private final KinstreamConfig config;
    private final String models;
    private final KinstreamMeters meters;
    private String modelId;
    private long publishedVersion;
    private long publishedAt;
    private float[] publishedWeights; // null until this process publishes
    private ModelSnapshot due; // null: nothing

    Publisher(ProcessorContext<byte[], byte[]> context, KinstreamConfig config, String models, KinstreamMeters meters) {
        this.context = context;
        this.config = config;
        this.models = models;
        this.meters = meters;
    }

    void start(long now) {
        modelId = ModelId.of(config.learnerSettings(), now);
        publishedVersion = NEVER;
        publishedAt = now;
    }

    void restore(Checkpoint checkpoint) {
        modelId = checkpoint.modelId();
        publishedVersion = checkpoint.lastPublishedVersion();
        publishedAt = checkpoint.lastPublishedAt();
    }

    /** All that must be kept of the learner, where it stands in its log, and of what was published. */
    Checkpoint checkpoint(LogLearner log) {
        List<byte[]> pending =
                log.pendingRecords().stream().map(SourceRecordCodec::encode).toList();
        return new Checkpoint(modelId, log.learner().state(), pending, log.position(), publishedVersion, publishedAt);
    }

    /** Takes the untrained start, if nothing of this model was published. */
    void beforeLearning(LogLearner log, long now) {
        if (publishedVersion == NEVER) {
            take(log, now);
        }
    }

    /** Whether a version must be taken once so many pairs are learned. */
    boolean isDue(long pairsLearned) {
        OptionalLong every = config.publishEveryPairs();
        return every.isPresent() && pairsLearned - publishedVersion >= every.getAsLong();
    }

    /** Takes a version if one is due after so many pairs. It is published by {@link #publish}. */
    void afterLearning(LogLearner log, long pairsLearned, long now) {
        if (isDue(pairsLearned)) {
            take(log, now);
        }
    }

    /** Takes a version if it is time and there is something new. */
    void afterTime(LogLearner log, long now) {
        boolean isTime = config.publishInterval()
                .filter(interval -> now - publishedAt >= interval.toMillis())
                .isPresent();
        if (isTime && log.learner().pairsLearned() > publishedVersion) {
            take(log, now);
        }
    }

    /** The norm of the weights, which must be finite, and how far they are from those of the version before. */
    private void measure(float[] weights) {
        double squares = 0;
        double moved = publishedWeights == null ? Double.NaN : 0;
        for (int i = 0; i < weights.length; i++) {
            squares += (double) weights[i] * weights[i];
            if (publishedWeights != null) {
                double step = (double) weights[i] - publishedWeights[i];
                moved += step * step;
            }
        }
        if (!Double.isFinite(squares)) {
            throw new IllegalStateException("the weights of " + modelId
                    + " must be finite to be published, but are not: a step was applied that should"
                    + " have been refused");
        }
        publishedWeights = weights;
        meters.weights(Math.sqrt(squares), Math.sqrt(moved));
    }

    /** All of a version that later steps would change is copied, so that it can be published while they are taken. */
    private void take(LogLearner log, long now) {
        publish(); // the one before, if nobody did: it would be lost
        SiameseLearner learner = log.learner();
        LearnerState state = learner.state();
        float rate = config.learningRate().at(state.pairsLearned());
        Quality quality = learner.prequential().quality();
        Calibration calibration = learner.prequential().calibration();
        due = ModelSnapshot.of(modelId, state, log.logOffset(), rate, quality, calibration, now);
        publishedVersion = state.pairsLearned();
        publishedAt = now;
    }

    /**
     * Publishes the version that was taken, if there is one.
     *
     * @return whether there was one
     * @throws IllegalStateException if its weights are not finite
     */
    boolean publish() {
        if (due == null) {
            return false;
        }
        measure(due.parameters());
        for (SnapshotCodec.Entry entry : SnapshotCodec.encode(due)) {
            byte[] key = entry.key().getBytes(StandardCharsets.UTF_8);
            context.forward(new Record<>(key, entry.value(), publishedAt, new RecordHeaders()), models);
        }
        due = null;
        meters.published(publishedVersion, publishedAt);
        return true;
    }
}
