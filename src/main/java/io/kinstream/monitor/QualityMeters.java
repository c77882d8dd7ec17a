package io.kinstream.monitor;

import io.kinstream.learn.Quality;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The gauges of what was measured over the newest pairs.
 *
 * @param newest empty while nothing is known
 */
record QualityMeters(MeterRegistry registry, Supplier<Optional<Quality>> newest) {

    void register() {
        String loss = "Mean contrastive loss of the window's pairs of a kind, before they were learned, >= 0";
        String distance = "Mean distance of the window's pairs of a kind, >= 0";
        String window = "Pairs of a kind in the window that quality is measured over, in pairs";
        quality("loss", loss, "similar", Quality::similarLoss);
        quality("loss", loss, "dissimilar", Quality::dissimilarLoss);
        quality("distance", distance, "similar", Quality::similarDistance);
        quality("distance", distance, "dissimilar", Quality::dissimilarDistance);
        quality("window", window, "similar", Quality::similarPairs);
        quality("window", window, "dissimilar", Quality::dissimilarPairs);
        quality("mean.loss", "Mean contrastive loss of all pairs in the window, >= 0", Quality::meanLoss);
        quality("inside.margin", "Share of dissimilar pairs closer than the margin, [0..1]", Quality::insideMargin);
        quality(
                "auc",
                "Chance that a similar pair is closer than a dissimilar one, [0..1], 0.5 is guessing",
                Quality::auc);
        quality(
                "equal.error.rate",
                "Error rate where both kinds are mistaken equally often, [0..1]",
                Quality::equalErrorRate);
        quality("threshold", "Distance below which a pair is best taken for similar, >= 0", Quality::threshold);
        quality("accuracy", "Share of pairs judged correctly with that threshold, [0..1]", Quality::accuracy);
    }

    private void quality(String name, String description, ToDoubleFunction<Quality> value) {
        Gauge.builder("kinstream.quality." + name, measured(value))
                .description(description)
                .register(registry);
    }

    private void quality(String name, String description, String label, ToDoubleFunction<Quality> value) {
        Gauge.builder("kinstream.quality." + name, measured(value))
                .description(description)
                .tag("label", label)
                .register(registry);
    }

    private Supplier<Number> measured(ToDoubleFunction<Quality> value) {
        return () -> newest.get().map(value::applyAsDouble).orElse(Double.NaN);
    }
}
