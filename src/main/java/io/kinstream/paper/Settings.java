package io.kinstream.paper;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A job's configuration for an experiment, in which pairs are learned in the order in which they are sent: of several
 * partitions that cannot be read as fast as they are written, now one, now another gets ahead.
 */
final class Settings {

    private Settings() {}

    /** As the program learns if it is not told otherwise. */
    static Map<String, String> byDefault(String layers, String activation) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("model.layers", layers);
        settings.put("model.activation", activation);
        settings.put("topics.partitions", "1");
        settings.put("join.partitions", "1");
        return settings;
    }

    /**
     * Plain gradient descent, a step for each pair. The step size falls as that of the reference figures does: a tenth of the
     * pairs halves it, nearly.
     *
     * @param rate the first step size
     */
    static Map<String, String> of(String layers, String activation, double rate, long pairs) {
        Map<String, String> settings = byDefault(layers, activation);
        settings.put("loss.margin", "1");
        settings.put("train.batch.size", "1");
        settings.put("train.learning.rate", Double.toString(rate));
        settings.put("train.learning.rate.decay.pairs", Long.toString(Math.max(1, pairs / 10)));
        settings.put("train.learning.rate.decay.power", "0.75");
        settings.put("train.learning.rate.floor", "0");
        settings.put("train.inputs", "raw");
        settings.put("train.label.weights", "off");
        settings.put("train.clip", "0");
        return settings;
    }
}
