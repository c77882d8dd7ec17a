package io.kinstream.monitor;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.learn.Drift;
import io.kinstream.learn.Quality;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KinstreamMetersTest {

    private static final List<String> REASONS = List.of("not-json", "too-large");

    /** What dashboards and alerts rely on: a name that changes here breaks them. */
    private static final Set<String> NAMES = Set.of(
            "kinstream_batch_pending",
            "kinstream_commit_flush_seconds",
            "kinstream_commit_flush_seconds_max",
            "kinstream_commit_size_bytes",
            "kinstream_commit_size_bytes_max",
            "kinstream_dead_letters_total",
            "kinstream_embeddings_effective_rank",
            "kinstream_embeddings_emitted_total",
            "kinstream_embeddings_skipped_total",
            "kinstream_embeddings_spread",
            "kinstream_features_seen_total",
            "kinstream_gradient_norm",
            "kinstream_learning_rate",
            "kinstream_loss_margin",
            "kinstream_model_age_seconds",
            "kinstream_model_displacement",
            "kinstream_model_version",
            "kinstream_pairs_contradictory_total",
            "kinstream_pairs_joined_total",
            "kinstream_pairs_learned_total",
            "kinstream_pairs_waiting",
            "kinstream_quality_accuracy",
            "kinstream_quality_auc",
            "kinstream_quality_distance",
            "kinstream_quality_drift",
            "kinstream_quality_drifts_total",
            "kinstream_quality_equal_error_rate",
            "kinstream_quality_inside_margin",
            "kinstream_quality_loss",
            "kinstream_quality_mean_loss",
            "kinstream_quality_threshold",
            "kinstream_quality_window",
            "kinstream_snapshots_published_total",
            "kinstream_snapshots_rejected_total",
            "kinstream_weight_norm");

    private static final Pattern HELP = Pattern.compile("# HELP (\\S+) (\\S.*)");
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (counter|gauge|summary)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z_]+)(\\{[a-z]+=\"[a-z-]+\"(?:,[a-z]+=\"[a-z-]+\")*})? (NaN|[-+0-9.E]+)");

    private long now = 1_000_000;
    private final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new Clock() {
        @Override
        public long wallTime() {
            return now;
        }

        @Override
        public long monotonicTime() {
            return now * 1_000_000;
        }
    });
    private final KinstreamMeters meters = new KinstreamMeters(registry, REASONS);

    @Test
    void everyLineOfAScrapeIsWellFormedAndEveryMeterExplained() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new KinstreamMeters(prometheus, REASONS);

        Map<String, String> help = new HashMap<>();
        Map<String, String> type = new HashMap<>();
        Set<String> samples = new HashSet<>();
        for (String line : prometheus.scrape().lines().toList()) {
            Matcher helped = HELP.matcher(line);
            Matcher typed = TYPE.matcher(line);
            Matcher sampled = SAMPLE.matcher(line);
            if (helped.matches()) {
                assertEquals(null, help.put(helped.group(1), helped.group(2)), "explained twice: " + line);
            } else if (typed.matches()) {
                assertEquals(null, type.put(typed.group(1), typed.group(2)), "typed twice: " + line);
            } else {
                assertTrue(sampled.matches(), "malformed: " + line);
                assertTrue(samples.add(sampled.group(1) + sampled.group(2)), "twice: " + line);
                String family = sampled.group(1).replaceAll("_(count|sum)$", "");
                assertTrue(help.containsKey(family) && type.containsKey(family), "not explained: " + line);
            }
        }

        assertEquals(new TreeSet<>(NAMES), new TreeSet<>(help.keySet()));
        assertEquals(new TreeSet<>(NAMES), new TreeSet<>(type.keySet()));
        type.forEach((name, kind) -> assertEquals(kind.equals("counter"), name.endsWith("_total"), name));
    }

    @Test
    void theReadmeListsEveryMeterAndNoOther() throws IOException {
        Set<String> listed = new TreeSet<>();
        Files.readString(Path.of("README.md"))
                .lines()
                .filter(line -> line.startsWith("| `kinstream_"))
                .forEach(line -> Pattern.compile("`(kinstream_[a-z_]+)[`{]")
                        .matcher(line.split(" \\| ")[0])
                        .results()
                        .forEach(name -> listed.add(name.group(1))));
        assertEquals(NAMES.stream().filter(name -> !name.endsWith("_max")).collect(toCollection(TreeSet::new)), listed);
    }

    @Test
    void everyDescriptionNamesAUnitOrARange() {
        assertFalse(registry.getMeters().isEmpty());
        for (Meter meter : registry.getMeters()) {
            String description = meter.getId().getDescription();
            assertNotNull(description, meter.getId()::toString);
            assertTrue(
                    description.matches(
                            ".*(in (pairs|events|records|versions|seconds|bytes)|\\[[01]\\.\\.\\S+]|>=? 0).*"),
                    meter.getId() + ": " + description);
        }
    }

    @Test
    void countersStartAtZeroAndGaugesUnknown() {
        assertEquals(0, value("kinstream.dead.letters", "reason", "too-large"));
        assertEquals(0, value("kinstream.pairs.joined", "outcome", "expired"));
        assertEquals(0, value("kinstream.pairs.learned"));
        assertEquals(0, value("kinstream.pairs.contradictory"));
        assertEquals(0, value("kinstream.pairs.waiting"));
        assertEquals(Double.NaN, value("kinstream.model.version", "stage", "serving"));
        assertEquals(Double.NaN, value("kinstream.model.age", "stage", "serving"));
        assertEquals(Double.NaN, value("kinstream.quality.auc"));
        assertEquals(Double.NaN, value("kinstream.learning.rate"));
    }

    @Test
    void whatHappensIsCounted() {
        meters.learned(16, 100);
        meters.learned(5, 105);
        meters.matched();
        meters.parked("0_0");
        meters.parked("0_0");
        meters.released("0_0");
        meters.expired("0_0");
        meters.featuresSeen();
        meters.embedded();
        meters.embeddingSkipped();
        meters.snapshotRejected();
        meters.deadLetter("not-json");
        meters.deadLetter("not-json");

        assertEquals(21, value("kinstream.pairs.learned"));
        assertEquals(105, value("kinstream.model.version", "stage", "learning"));
        assertEquals(1, value("kinstream.pairs.joined", "outcome", "matched"));
        assertEquals(2, value("kinstream.pairs.joined", "outcome", "parked"));
        assertEquals(1, value("kinstream.pairs.joined", "outcome", "released"));
        assertEquals(1, value("kinstream.pairs.joined", "outcome", "expired"));
        assertEquals(1, value("kinstream.features.seen"));
        assertEquals(1, value("kinstream.embeddings.emitted"));
        assertEquals(1, value("kinstream.embeddings.skipped"));
        assertEquals(1, value("kinstream.snapshots.rejected"));
        assertEquals(2, value("kinstream.dead.letters", "reason", "not-json"));
        assertEquals(0, value("kinstream.dead.letters", "reason", "too-large"));

        Figures figures = meters.figures();
        assertEquals(21, figures.pairsLearned());
        assertEquals(105, figures.learningVersion());
        assertEquals(1, figures.embeddings());
        assertEquals(2, figures.deadLetters().get("not-json"));
        assertEquals(0, figures.deadLetters().get("too-large"));
    }

    @Test
    void qualityIsShownPartByPart() {
        meters.quality(new Quality(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));

        assertEquals(1, value("kinstream.quality.window", "label", "similar"));
        assertEquals(2, value("kinstream.quality.window", "label", "dissimilar"));
        assertEquals(3, value("kinstream.quality.mean.loss"));
        assertEquals(4, value("kinstream.quality.loss", "label", "similar"));
        assertEquals(5, value("kinstream.quality.loss", "label", "dissimilar"));
        assertEquals(6, value("kinstream.quality.distance", "label", "similar"));
        assertEquals(7, value("kinstream.quality.distance", "label", "dissimilar"));
        assertEquals(8, value("kinstream.quality.inside.margin"));
        assertEquals(9, value("kinstream.quality.auc"));
        assertEquals(10, value("kinstream.quality.equal.error.rate"));
        assertEquals(11, value("kinstream.quality.threshold"));
        assertEquals(12, value("kinstream.quality.accuracy"));
    }

    @Test
    void aDriftIsShownByItsSizeAndCounted() {
        assertEquals(0, value("kinstream.quality.drifts"));
        assertEquals(Double.NaN, value("kinstream.quality.drift"));
        meters.drift(new Drift(0, 0, Double.NaN, 0.02, false));
        assertEquals(1, value("kinstream.quality.drift"));
        meters.drift(new Drift(3, 100, 0.02, 0.05, false));
        assertEquals(2.5, value("kinstream.quality.drift"));
        assertEquals(3, value("kinstream.quality.drifts"));
        assertEquals(3, meters.figures().drift().orElseThrow().count());
        meters.learnerLeft();
        assertEquals(Double.NaN, value("kinstream.quality.drift"));
    }

    @Test
    void aModelAgesFromItsPublication() {
        meters.published(50, 999_000);
        meters.serving(40, 990_000);
        now += 4_500;

        assertEquals(1, value("kinstream.snapshots.published"));
        assertEquals(50, value("kinstream.model.version", "stage", "published"));
        assertEquals(40, value("kinstream.model.version", "stage", "serving"));
        assertEquals(5.5, value("kinstream.model.age", "stage", "published"));
        assertEquals(14.5, value("kinstream.model.age", "stage", "serving"));
    }

    @Test
    void waitingPairsAreAddedUpOverTheTasksOfTheProcess() {
        meters.waiting("0_0", 3);
        meters.waiting("0_1", 4);
        assertEquals(7, value("kinstream.pairs.waiting"));
        meters.waiting("0_0", 2);
        meters.waiting("0_1", 0);
        assertEquals(2, value("kinstream.pairs.waiting"));
    }

    @Test
    void waitingPairsAreThoseAtTheStartAndParkedButNotReleasedOrExpired() {
        meters.waiting("0_0", 3);
        meters.parked("0_0");
        meters.parked("0_1");
        meters.released("0_0");
        assertEquals(4, value("kinstream.pairs.waiting"));
        meters.expired("0_1");
        assertEquals(3, value("kinstream.pairs.waiting"));
        meters.waiting("0_0", 0);
        assertEquals(0, value("kinstream.pairs.waiting"));
    }

    @Test
    void theShapeOfTheSpaceIsSummedUp() {
        meters.space(12.5, new double[] {0.25, 1, 0.25});
        assertEquals(12.5, value("kinstream.embeddings.effective.rank"));
        assertEquals(0.25, value("kinstream.embeddings.spread", "statistic", "min"));
        assertEquals(0.5, value("kinstream.embeddings.spread", "statistic", "mean"));
        assertEquals(1, value("kinstream.embeddings.spread", "statistic", "max"));
    }

    @Test
    void commitsAreMeasuredInBytesAndSeconds() {
        meters.flushed(2_000, Duration.ofMillis(250));
        meters.flushed(4_000, Duration.ofMillis(750));

        var size = registry.get("kinstream.commit.size").summary();
        var time = registry.get("kinstream.commit.flush").timer();
        assertEquals(2, size.count());
        assertEquals(6_000, size.totalAmount());
        assertEquals(2, time.count());
        assertEquals(1, time.totalTime(TimeUnit.SECONDS));
    }

    @Test
    void nothingIsKnownOfALearnerThatHasLeft() {
        meters.pending(3);
        meters.step(0.5, 0.01);
        meters.margin(2);
        meters.weights(10, 0.1);
        meters.learned(16, 16);
        meters.published(16, now);
        meters.serving(16, now);
        meters.quality(new Quality(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
        assertEquals(3, value("kinstream.batch.pending"));
        assertEquals(0.5, value("kinstream.gradient.norm"));
        assertEquals(0.01, value("kinstream.learning.rate"));
        assertEquals(10, value("kinstream.weight.norm"));
        assertEquals(0.1, value("kinstream.model.displacement"));

        meters.learnerLeft();

        for (String name : List.of("batch.pending", "gradient.norm", "learning.rate", "weight.norm", "quality.auc")) {
            assertEquals(Double.NaN, value("kinstream." + name), name);
        }
        assertEquals(Double.NaN, value("kinstream.model.displacement"));
        assertEquals(Double.NaN, value("kinstream.model.version", "stage", "learning"));
        assertEquals(Double.NaN, value("kinstream.model.version", "stage", "published"));
        assertEquals(Double.NaN, value("kinstream.model.age", "stage", "published"));
        assertEquals(16, value("kinstream.pairs.learned"));
        assertEquals(16, value("kinstream.model.version", "stage", "serving"));
        assertEquals(2, value("kinstream.loss.margin"), "which is that of the configuration");
    }

    private double value(String name, String... tags) {
        return registry.get(name).tags(tags).meter().measure().iterator().next().getValue();
    }
}
