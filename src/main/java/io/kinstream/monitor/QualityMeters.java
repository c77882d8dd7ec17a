package io.kinstream.monitor;

import io.kinstream.learn.Drift;
import io.kinstream.learn.Quality;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The meters of how well the newest pairs were judged, each before it was learned, and of the drift of that. */
final class QualityMeters {

    private final MeterRegistry registry;
    private volatile Quality quality; // null: not known in this process
    private volatile Drift drift; // likewise

    QualityMeters(MeterRegistry registry) {
        this.registry = registry;
        String loss = "Mean contrastive loss of the window's pairs of a kind, before they were learned, >= 0";
        String distance = "Mean distance of the window's pairs of a kind, >= 0";
        String window = "Pairs of a kind in the window that quality is measured over, in pairs";
        gauge("loss", loss, "similar", Quality::similarLoss);
        gauge("loss", loss, "dissimilar", Quality::dissimilarLoss);
        gauge("distance", distance, "similar", Quality::similarDistance);
        gauge("distance", distance, "dissimilar", Quality::dissimilarDistance);
        gauge("window", window, "similar", Quality::similarPairs);
        gauge("window", window, "dissimilar", Quality::dissimilarPairs);
        gauge("mean.loss", "Mean contrastive loss of all pairs in the window, >= 0", Quality::meanLoss);
        gauge("inside.margin", "Share of dissimilar pairs closer than the margin, [0..1]", Quality::insideMargin);
        gauge(
                "auc",
                "Chance that a similar pair is closer than a dissimilar one, [0..1], 0.5 is guessing",
                Quality::auc);
        gauge(
                "equal.error.rate",
                "Error rate where both kinds are mistaken equally often, [0..1]",
                Quality::equalErrorRate);
        gauge("threshold", "Distance below which a pair is best taken for similar, >= 0", Quality::threshold);
        gauge("accuracy", "Share of pairs judged correctly with that threshold, [0..1]", Quality::accuracy);
        registerDrift();
    }

    private void registerDrift() {
        Supplier<Number> growth = () -> drift().map(Drift::growth).orElse(Double.NaN);
        Gauge.builder("kinstream.quality.drift", growth)
                .description("Mean loss by what it was before it last began to grow, > 0; 1 if it has not, or is back")
                .register(registry);
        FunctionCounter.builder(
                        "kinstream.quality.drifts",
                        this,
                        meters -> meters.drift().map(Drift::count).orElse(0L))
                .description("Times that the loss began to grow since the learner was started here, >= 0")
                .register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<Quality> value) {
        Gauge.builder("kinstream.quality." + name, measured(value))
                .description(description)
                .register(registry);
    }

    private void gauge(String name, String description, String label, ToDoubleFunction<Quality> value) {
        Gauge.builder("kinstream.quality." + name, measured(value))
                .description(description)
                .tag("label", label)
                .register(registry);
    }

    private Supplier<Number> measured(ToDoubleFunction<Quality> value) {
        return () -> quality().map(known -> value.applyAsDouble(known)).orElse(Double.NaN);
    }

    void set(Quality newest) {
        quality = newest;
    }

    void set(Drift newest) {
        drift = newest;
    }

    void forget() {
        quality = null;
        drift = null;
    }

    Optional<Quality> quality() {
        return Optional.ofNullable(quality);
    }

    Optional<Drift> drift() {
        return Optional.ofNullable(drift);
    }
}
