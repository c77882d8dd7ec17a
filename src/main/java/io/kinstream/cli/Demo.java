package io.kinstream.cli;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.local.Dataset;
import io.kinstream.local.DeadLetterCount;
import io.kinstream.local.DemoReport;
import io.kinstream.local.EmbeddingCollector;
import io.kinstream.local.FeedProducer;
import io.kinstream.local.RandomPairs;
import io.kinstream.local.SpaceComparison;
import io.kinstream.nn.BlasKernel;
import io.kinstream.wire.ModelManifest;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;

/** The course of a demo: send, learn, embed with what was learned, judge what comes out of the topic. */
final class Demo {

    private static final long SEED = 1;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final KinstreamConfig config;
    private final Service service;
    private final Dataset items;
    private final long pairs;
    private final Termination termination;
    private final PrintWriter out;

    Demo(KinstreamConfig config, Service service, Dataset items, long pairs, Termination termination, PrintWriter out) {
        this.config = config;
        this.service = service;
        this.items = items;
        this.pairs = pairs;
        this.termination = termination;
        this.out = out;
    }

    /** @return the figures, or nothing if the process was told to end before */
    Optional<DemoReport> run() {
        try (FeedProducer feed = new FeedProducer(config);
                DeadLetterCount deadLetters = new DeadLetterCount(config)) {
            out.println("Sending the features of " + items.name());
            feed.features(items.training());
            if (!waitUntil(() -> deadLetters.poll() >= 0 && served().isPresent())) {
                return Optional.empty();
            }
            long before = version();
            long started = System.nanoTime();
            if (!learn(feed, deadLetters)) {
                return Optional.empty();
            }
            double seconds = (System.nanoTime() - started) / 1e9;
            ModelManifest model = served().orElseThrow();
            double pace = (model.modelVersion() - before) / seconds;
            return embed(feed, model).map(vectors -> report(model, vectors, seconds, pace, deadLetters.poll()));
        }
    }

    /** Sends the pairs, and waits until all are learned, or told to the dead letters, and the version is in service. */
    private boolean learn(FeedProducer feed, DeadLetterCount deadLetters) {
        CompletableFuture<Throwable> unsent = new CompletableFuture<>();
        CompletableFuture.runAsync(() -> sendPairs(feed)).exceptionally(problem -> {
            unsent.complete(problem);
            return null;
        });
        Progress progress = new Progress(OptionalLong.of(pairs), Progress.terminal(out), this::println, BETWEEN_LINES);
        boolean learned = waitUntil(() -> {
            Termination.failIf(unsent);
            progress.show(service.standing());
            return version() + deadLetters.poll() >= pairs;
        });
        progress.end(service.standing());
        return learned;
    }

    private void println(String line) {
        out.println(line);
        out.flush();
    }

    private void sendPairs(FeedProducer feed) {
        int[] categories =
                items.training().stream().mapToInt(Dataset.Item::category).toArray();
        feed.pairs(new RandomPairs(categories, SEED)::at, items.training(), pairs);
    }

    private Optional<ModelManifest> served() {
        return service.application().modelInService();
    }

    private long version() {
        return served().map(ModelManifest::modelVersion).orElse(0L);
    }

    /** Sends all items again, since what was embedded before is of other versions, and reads their embeddings. */
    private Optional<EmbeddingCollector> embed(FeedProducer feed, ModelManifest model) {
        int count = items.training().size() + items.heldOut().size();
        out.printf(Locale.ROOT, "Embedding %,d items with version %,d%n", count, model.modelVersion());
        feed.features(items.training());
        feed.features(items.heldOut());
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        try (EmbeddingCollector embeddings = new EmbeddingCollector(config, model)) {
            boolean embedded = waitUntil(() -> {
                if (System.nanoTime() > giveUpAt) {
                    throw new KafkaException("embeddings must be %d, but were %d after %s"
                            .formatted(count, embeddings.size(), PATIENCE));
                }
                embeddings.poll();
                return embeddings.size() >= count;
            });
            return embedded ? Optional.of(embeddings) : Optional.empty();
        }
    }

    /**
     * Looks, each time a moment, until it is so.
     *
     * @return whether it is so; if not, the process was told to end
     */
    private boolean waitUntil(BooleanSupplier look) {
        while (!look.getAsBoolean()) {
            if (termination.isAsked()) {
                return false;
            }
            Termination.failIf(service.application().failure());
        }
        return true;
    }

    private DemoReport report(
            ModelManifest model, EmbeddingCollector embeddings, double seconds, double pace, long deadLetters) {
        out.println("Looking for the five nearest neighbours of each held-out item");
        SpaceComparison spaces = new SpaceComparison(items);
        DemoReport report = new DemoReport(
                pairs,
                seconds,
                pace,
                embeddings.size(),
                deadLetters,
                model.modelId(),
                model.modelVersion(),
                model.quality().meanLoss(),
                model.quality().auc(),
                model.quality().threshold(),
                spaces.accuracy(embeddings.vectors(items.training()), embeddings.vectors(items.heldOut())),
                spaces.raw(),
                spaces.pca(config.architecture().outputs()),
                BlasKernel.describe(),
                System.getProperty("java.runtime.version"));
        print(report);
        return report;
    }

    private void print(DemoReport report) {
        out.printf(
                Locale.ROOT,
                "%nLearned %,d pairs; this run: %.0f s, %,.0f pairs/s; dead letters: %d%n",
                report.pairs(),
                report.seconds(),
                report.pairsPerSecond(),
                report.deadLetters());
        out.printf(
                Locale.ROOT,
                "Are two items the same? AUC %.3f; yes if their distance is below %.3f%n",
                report.auc(),
                report.threshold());
        out.printf(Locale.ROOT, "Class of a held-out item by its 5 nearest training items:%n");
        out.printf(
                Locale.ROOT,
                "  %-28s %.3f%n",
                "embeddings, " + config.architecture().outputs() + " numbers",
                report.knn5Accuracy());
        out.printf(Locale.ROOT, "  %-28s %.3f%n", "raw features, " + items.inputs() + " numbers", report.knn5Raw());
        out.printf(
                Locale.ROOT,
                "  %-28s %.3f%n",
                "PCA, " + config.architecture().outputs() + " numbers",
                report.knn5Pca());
        out.flush();
    }
}
