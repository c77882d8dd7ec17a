package io.kinstream.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Defaults that jobs learned with before there were better ones: plain gradient descent. */
final class FormerDefaults {

    private FormerDefaults() {}

    /**
     * Those that would have another effect now, by key.
     *
     * @param given what was set, and so does not depend on defaults
     * @param decays whether the learning rate is set to decay
     */
    static Map<String, String> missing(Set<String> given, boolean decays) {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put(Keys.INPUTS, "raw");
        defaults.put(Keys.LEARNING_RATE, "0.01");
        defaults.put(Keys.DECAY_PAIRS, "0");
        if (given.contains(Keys.DECAY_PAIRS) && decays) {
            defaults.put(Keys.DECAY_POWER, "0.75");
            defaults.put(Keys.RATE_FLOOR, "0");
        }
        defaults.put(Keys.LABEL_WEIGHTS, "off");
        defaults.put(Keys.CLIP, "0");
        defaults.keySet().removeAll(given);
        return defaults;
    }
}
