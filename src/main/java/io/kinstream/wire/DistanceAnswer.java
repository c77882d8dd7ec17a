package io.kinstream.wire;

import io.kinstream.nn.Label;
import java.util.Locale;

/**
 * The answer to a request for the distance of two items.
 *
 * @param threshold the distance below which a pair is best taken for similar; null where that is not known yet
 * @param verdict {@code similar} or {@code dissimilar} by that threshold, null without one
 * @param modelVersion the number of pairs the model had learned
 */
public record DistanceAnswer(double distance, Double threshold, String verdict, String modelId, long modelVersion) {

    /** Judges a distance by the threshold that was published with the model. */
    public static DistanceAnswer of(double distance, ModelManifest model) {
        double threshold = model.quality().threshold();
        boolean known = !Double.isNaN(threshold);
        Label verdict = distance < threshold ? Label.SIMILAR : Label.DISSIMILAR;
        return new DistanceAnswer(
                distance,
                known ? threshold : null,
                known ? verdict.name().toLowerCase(Locale.ROOT) : null,
                model.modelId(),
                model.modelVersion());
    }

    /** The answer as JSON. */
    public byte[] toJson() {
        return JsonRecords.write(this);
    }
}
