package io.kinstream.bench;

import io.kinstream.config.ConfigProblems;
import io.kinstream.local.Dataset;
import io.kinstream.local.Dataset.Item;
import io.kinstream.local.DeadLetterCount;
import io.kinstream.local.EmbeddedBroker;
import io.kinstream.local.EmbeddingCollector;
import io.kinstream.local.FeedProducer;
import io.kinstream.local.RandomPairs.IndexPair;
import io.kinstream.wire.ModelManifest;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * A job that learns from pairs, and then puts items into the space that it has learned: features and pairs go in by topic,
 * and embeddings come out by topic. Items that are held out are sent only when all pairs are learned.
 */
public final class SpaceRun {

    private static final Duration START_WITHIN = Duration.ofMinutes(2);
    private static final Duration LEARN_WITHIN = Duration.ofHours(2);
    private static final Duration EMBED_WITHIN = Duration.ofMinutes(5);
    /** Without a new vector for so long, what has none is sent again: the version may not have been in service before. */
    private static final Duration SEND_AGAIN_AFTER = Duration.ofSeconds(3);

    private final Bench bench;

    public SpaceRun(Bench bench) {
        this.bench = bench;
    }

    /**
     * Runs a job of its own on a broker of its own.
     *
     * @param name of the job
     * @param settings all that differs from the product's defaults
     * @param pairs of training items, by position
     * @param count how many pairs are learned
     */
    public Space learn(
            String name, Map<String, String> settings, Dataset items, LongFunction<IndexPair> pairs, long count)
            throws IOException, ConfigProblems {
        Map<String, String> values = new HashMap<>(settings);
        values.put("publish.interval.ms", "500");
        values.put("kafka.compression.type", "lz4"); // the log holds both vectors of each pair
        try (EmbeddedBroker broker = EmbeddedBroker.start(bench.directory().resolve(name + "-broker"), 0)) {
            Installation job = new Installation(name, bench.directory(), broker.bootstrapServers(), values);
            try (ChildProgram program = job.start(bench.program(), "one", Map.of());
                    FeedProducer feed = new FeedProducer(job.config());
                    VersionWatch versions = new VersionWatch(job.config());
                    DeadLetterCount deadLetters = new DeadLetterCount(job.config())) {
                ModelManifest start = versions.awaitVersion(0, START_WITHIN, program::isAlive);
                // Pairs of items that are not known yet would wait, and be let go item by item instead of as they came.
                embed(job, program, feed, start, items.training()).close();
                long started = System.nanoTime();
                feed.pairs(pairs, items.training(), count);
                ModelManifest model = versions.awaitVersion(count, LEARN_WITHIN, program::isAlive);
                double seconds = Bench.secondsSince(started);
                List<Item> all = Stream.concat(items.training().stream(), items.heldOut().stream())
                        .toList();
                try (EmbeddingCollector embeddings = embed(job, program, feed, model, all)) {
                    return new Space(
                            embeddings.vectors(items.training()),
                            embeddings.vectors(items.heldOut()),
                            model.modelId(),
                            seconds,
                            deadLetters.poll());
                }
            }
        }
    }

    /** Sends items until each has a vector of a version. */
    private EmbeddingCollector embed(
            Installation job, ChildProgram program, FeedProducer feed, ModelManifest model, List<Item> items) {
        long giveUpAt = System.nanoTime() + EMBED_WITHIN.toNanos();
        EmbeddingCollector embeddings = new EmbeddingCollector(job.config(), model);
        List<Item> missing = items;
        while (!missing.isEmpty()) {
            feed.features(missing);
            awaitQuiet(embeddings, embeddings.size() + missing.size());
            missing = embeddings.missing(missing);
            if (System.nanoTime() > giveUpAt || !program.isAlive()) {
                embeddings.close();
                throw new IllegalStateException("items without an embedding of version " + model.modelVersion()
                        + " must be 0 within " + EMBED_WITHIN + ", but were " + missing.size()
                        + (program.isAlive() ? "" : " and the program has ended"));
            }
        }
        return embeddings;
    }

    private static void awaitQuiet(EmbeddingCollector embeddings, int wanted) {
        long quietSince = System.nanoTime();
        while (embeddings.size() < wanted && System.nanoTime() - quietSince < SEND_AGAIN_AFTER.toNanos()) {
            int before = embeddings.size();
            embeddings.poll();
            quietSince = embeddings.size() > before ? System.nanoTime() : quietSince;
        }
    }

    /**
     * What came out.
     *
     * @param training vectors of the training items, in their order
     * @param heldOut vectors of the others
     * @param modelId of the model that made them
     * @param seconds from the first pair that was sent to the version with the last pair
     */
    public record Space(float[][] training, float[][] heldOut, String modelId, double seconds, long deadLetters) {}
}
