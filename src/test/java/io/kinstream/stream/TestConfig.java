package io.kinstream.stream;

import io.kinstream.config.ConfigProblems;
import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Configurations, meters and models for tests: a small encoder, everything else as it is by default. */
final class TestConfig {

    private TestConfig() {}

    /** @param more alternating keys and values, which win over the ones here */
    static KinstreamConfig of(String... more) {
        Map<String, String> values = new HashMap<>(Map.of("model.layers", "4,3,2", "train.batch.size", "2"));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        try {
            return KinstreamConfig.load(values, Map.of(), Map.of());
        } catch (ConfigProblems e) {
            throw new IllegalArgumentException(e);
        }
    }

    static KinstreamMeters meters() {
        return meters(new SimpleMeterRegistry());
    }

    static KinstreamMeters meters(MeterRegistry registry) {
        return new KinstreamMeters(
                registry, Arrays.stream(Reason.values()).map(Reason::word).toList());
    }

    /** What a learner has learned, as a model that is published. */
    static ModelSnapshot snapshot(String modelId, SiameseLearner learner) {
        return ModelSnapshot.of(
                modelId,
                learner.state(),
                OptionalLong.of(0),
                0.01f,
                learner.prequential().quality(),
                learner.prequential().calibration(),
                0);
    }

    static Path projectFile(String name) {
        return Path.of(System.getProperty("basedir", "."), name);
    }
}
