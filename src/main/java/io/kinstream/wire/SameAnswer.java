package io.kinstream.wire;

import io.kinstream.nn.Label;
import java.util.Locale;

/**
 * The answer to the question whether two items are the same.
 *
 * @param distance of their embeddings, as the loss measures it
 * @param threshold the distance below which a pair is best taken for similar; null where that is not known yet
 * @param verdict {@code similar} or {@code dissimilar} by that threshold, null without one
 * @param confidence how likely a pair of the stream at that distance has the label of the verdict, by the calibration
 *     that was published with the model; null where that is not known
 * @param modelVersion the number of pairs the model had learned
 */
public record SameAnswer(
        double distance, Double threshold, String verdict, Double confidence, String modelId, long modelVersion) {

    /** Judges a distance by what was published with the model. */
    public static SameAnswer of(double distance, ModelManifest model) {
        double threshold = model.quality().threshold();
        boolean known = !Double.isNaN(threshold);
        Label verdict = distance < threshold ? Label.SIMILAR : Label.DISSIMILAR;
        double share = model.calibration().similarShare(distance);
        double confidence = verdict == Label.SIMILAR ? share : 1 - share;
        return new SameAnswer(
                distance,
                known ? threshold : null,
                known ? verdict.name().toLowerCase(Locale.ROOT) : null,
                Double.isNaN(confidence) ? null : confidence,
                model.modelId(),
                model.modelVersion());
    }

    /** The answer as JSON. */
    public byte[] toJson() {
        return JsonRecords.write(this);
    }
}
