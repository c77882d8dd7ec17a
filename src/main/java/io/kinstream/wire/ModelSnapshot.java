package io.kinstream.wire;

import io.kinstream.learn.Calibration;
import io.kinstream.learn.LearnerState;
import io.kinstream.learn.Quality;
import java.util.OptionalLong;

/**
 * A published model, complete.
 *
 * @param parameters the encoder's flat array, not copied
 * @param statistics what else the next step depends on, see {@link LearnerState}; empty: nothing. Not copied
 */
public record ModelSnapshot(ModelManifest manifest, float[] parameters, float[] statistics) {
    public ModelSnapshot {
        if (parameters.length != manifest.architecture().parameterCount()) {
            throw new IllegalArgumentException("parameters must be "
                    + manifest.architecture().parameterCount() + " numbers, but was " + parameters.length);
        }
    }

    /** A model without statistics. */
    public ModelSnapshot(ModelManifest manifest, float[] parameters) {
        this(manifest, parameters, new float[0]);
    }

    /**
     * The learner's present state, to be published; its version is the number of pairs learned.
     *
     * @param logOffset the first record of the log that is not in the weights, if known
     */
    public static ModelSnapshot of(
            String modelId,
            LearnerState state,
            OptionalLong logOffset,
            float learningRate,
            Quality quality,
            Calibration calibration,
            long publishedAt) {
        ModelManifest manifest = new ModelManifest(
                modelId,
                state.pairsLearned(),
                logOffset,
                state.architecture(),
                state.seed(),
                state.loss(),
                learningRate,
                quality,
                calibration,
                SnapshotCodec.blockCount((long) state.parameters().length + state.statistics().length),
                WeightsChecksum.of(state.parameters(), state.statistics()),
                publishedAt);
        return new ModelSnapshot(manifest, state.parameters(), state.statistics());
    }
}
