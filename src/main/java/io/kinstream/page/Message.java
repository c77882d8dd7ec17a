package io.kinstream.page;

import io.kinstream.monitor.Health;
import io.kinstream.wire.ModelManifest;
import java.util.List;
import java.util.Map;

/**
 * All that the page shows at one moment; what is not known, or is in another process, is null.
 *
 * @param now milliseconds since 1970, by this machine's clock
 * @param topics the full names by the short ones
 */
record Message(
        long now,
        Health health,
        List<String> roles,
        Map<String, String> topics,
        Model model,
        Flow flow,
        Curves.Columns curves,
        Springs springs,
        SpaceMap.View map,
        List<Letter> deadLetters) {

    /**
     * The model.
     *
     * @param id of the version in service
     * @param version in service
     * @param publishedAt when that was published, milliseconds since 1970
     * @param layers units of each layer
     * @param threshold published with that version
     * @param learning pairs learned by the model that learns
     * @param published version last published
     */
    record Model(
            String id,
            Long version,
            Long publishedAt,
            List<Integer> layers,
            Double threshold,
            Double learning,
            Double published) {

        static Model of(ModelManifest served, double learning, double published) {
            Double learningVersion = Double.isNaN(learning) ? null : (Double) learning;
            Double publishedVersion = Double.isNaN(published) ? null : (Double) published;
            if (served == null) {
                return new Model(null, null, null, null, null, learningVersion, publishedVersion);
            }
            return new Model(
                    served.modelId(),
                    served.modelVersion(),
                    served.publishedAt(),
                    served.architecture().layers(),
                    Numbers.brief(served.quality().threshold()),
                    learningVersion,
                    publishedVersion);
        }
    }
}
