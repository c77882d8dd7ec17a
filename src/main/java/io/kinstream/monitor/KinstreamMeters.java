package io.kinstream.monitor;

import io.kinstream.learn.Drift;
import io.kinstream.learn.Quality;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Everything Kinstream counts and measures about itself: with {@link QualityMeters} the only place that knows the names of
 * its meters. All of them exist from the start, counters at 0 and gauges at NaN, which means "not known in this process".
 * Thread-safe.
 */
public final class KinstreamMeters {

    private final MeterRegistry registry;

    private final Counter pairsLearned;
    private final Counter pairsContradictory;
    private final Counter pairsMatched;
    private final Counter pairsParked;
    private final Counter pairsReleased;
    private final Counter pairsExpired;
    private final Counter featuresSeen;
    private final Counter embeddingsEmitted;
    private final Counter embeddingsSkipped;
    private final Counter snapshotsPublished;
    private final Counter snapshotsRejected;
    private final Timer flushTime;
    private final DistributionSummary flushSize;

    private final Map<String, Long> waitingByTask = new ConcurrentHashMap<>();
    private final Level pendingPairs = new Level();
    private final Level gradientNorm = new Level();
    private final Level learningRate = new Level();
    private final Level margin = new Level();
    private final Level weightNorm = new Level();
    private final Level displacement = new Level();
    private final Level learningVersion = new Level();
    private final Level measuredVersion = new Level();
    private final Level publishedVersion = new Level();
    private final Level publishedAt = new Level();
    private final Level servedVersion = new Level();
    private final Level servedAt = new Level();
    private final Level effectiveRank = new Level();
    private final Level smallestSpread = new Level();
    private final Level meanSpread = new Level();
    private final Level largestSpread = new Level();
    private final PairWindow window = new PairWindow();
    private final QualityMeters quality;

    /**
     * Registers all meters.
     *
     * @param registry where they are kept; closing it is up to whoever made it
     * @param reasons the words of all reasons for a dead letter
     */
    public KinstreamMeters(MeterRegistry registry, Collection<String> reasons) {
        this.registry = registry;
        pairsLearned = counter("pairs.learned", "Pairs learned by this process, in pairs");
        pairsContradictory =
                counter("pairs.contradictory", "Pairs learned of equal items that were called dissimilar, in pairs");
        pairsMatched = pairs("matched");
        pairsParked = pairs("parked");
        pairsReleased = pairs("released");
        pairsExpired = pairs("expired");
        featuresSeen = counter("features.seen", "Feature events read by the embed application, in events");
        embeddingsEmitted = counter("embeddings.emitted", "Embeddings written, deletes included, in records");
        embeddingsSkipped = counter("embeddings.skipped", "Feature events that gave no embedding, in events");
        snapshotsPublished = counter("snapshots.published", "Model versions published, in versions");
        snapshotsRejected =
                counter("snapshots.rejected", "Model versions not taken into use: torn or corrupt, in versions");
        reasons.forEach(this::deadLetters);
        flushTime = Timer.builder("kinstream.commit.flush")
                .description("Time to save the learner's state in a commit, in seconds")
                .register(registry);
        flushSize = DistributionSummary.builder("kinstream.commit.size")
                .description("Learner state saved in a commit, in bytes")
                .baseUnit("bytes")
                .register(registry);
        registerLevels();
        quality = new QualityMeters(registry);
    }

    private void registerLevels() {
        gauge("pairs.waiting", "Pairs parked until their features come, in pairs", this::waitingPairs);
        gauge("batch.pending", "Pairs of the micro-batch that is not full yet, in pairs", pendingPairs);
        gauge("gradient.norm", "Norm of the newest step's gradient, summed over the batch, >= 0", gradientNorm);
        gauge("learning.rate", "Learning rate of the newest step, > 0", learningRate);
        gauge(
                "loss.margin",
                "Distance up to which dissimilar pairs are pushed apart: the scale of the space, > 0",
                margin);
        gauge("weight.norm", "Norm of all weights and biases, >= 0", weightNorm);
        gauge("model.displacement", "Norm of the change of weights since the version before, >= 0", displacement);
        version("learning", learningVersion);
        version("published", publishedVersion);
        version("serving", servedVersion);
        age("published", publishedAt);
        age("serving", servedAt);
        gauge(
                "embeddings.effective.rank",
                "Dimensions the newest embeddings really use, [1..dimensions]",
                effectiveRank);
        spread("min", smallestSpread);
        spread("mean", meanSpread);
        spread("max", largestSpread);
    }

    /** Pairs were learned and the model has now learned {@code version} of them in all. */
    public void learned(int pairs, long version) {
        pairsLearned.increment(pairs);
        learningVersion.set(version);
    }

    /** Of the pairs that were learned, so many are of equal items that were called dissimilar. */
    public void contradictory(int pairs) {
        pairsContradictory.increment(pairs);
    }

    /**
     * A pair found the features of an item at once. A pair is counted once for each join it passes: a pair by two ids
     * passes two, one for each item; a pair with one id, or twice the same, passes one. At each it is matched or parked,
     * and what was parked is released, expired or waits:
     *
     * <pre>
     * passes = matched + parked
     * waiting = waiting at the start + parked - released - expired
     * </pre>
     *
     * <p>These count what this process has done: what a crash undoes is counted again when it is done again, except for
     * the pairs that wait, which are counted anew from what is kept.
     */
    public void matched() {
        pairsMatched.increment();
    }

    /** A pair has to wait for the features of an item, in the store of a task. */
    public void parked(String task) {
        pairsParked.increment();
        waitingByTask.merge(task, 1L, Long::sum);
    }

    /** The features that a pair waited for, in the store of a task, came. */
    public void released(String task) {
        pairsReleased.increment();
        waitingByTask.merge(task, -1L, Long::sum);
    }

    /** The features that a pair waited for, in the store of a task, never came. */
    public void expired(String task) {
        pairsExpired.increment();
        waitingByTask.merge(task, -1L, Long::sum);
    }

    /**
     * How many pairs wait in the store of a task that starts; {@link #parked} and the others count on from there.
     *
     * @param task tells the tasks of this process apart; 0 pairs forgets the task, as when it moves away
     */
    public void waiting(String task, long pairs) {
        if (pairs == 0) {
            waitingByTask.remove(task);
        } else {
            waitingByTask.put(task, pairs);
        }
    }

    /** How many pairs the micro-batch that is not full yet holds. */
    public void pending(int pairs) {
        pendingPairs.set(pairs);
    }

    /** What was measured over the newest pairs. */
    public void quality(Quality newest) {
        measuredVersion.set(learningVersion.value());
        quality.set(newest);
    }

    /** Whether the loss has grown. */
    public void drift(Drift newest) {
        quality.set(newest);
    }

    /** The pairs that quality was measured over, for those who draw them. */
    public PairWindow window() {
        return window;
    }

    /** What the meters say now. */
    public Figures figures() {
        Map<String, Long> reasons = new TreeMap<>();
        registry.find("kinstream.dead.letters")
                .counters()
                .forEach(counter -> reasons.put(counter.getId().getTag("reason"), (long) counter.count()));
        return new Figures(
                pairsLearned.count(),
                waitingPairs(),
                embeddingsEmitted.count(),
                reasons,
                learningVersion.value(),
                measuredVersion.value(),
                publishedVersion.value(),
                gradientNorm.value(),
                learningRate.value(),
                margin.value(),
                effectiveRank.value(),
                largestSpread.value(),
                quality.quality(),
                quality.drift());
    }

    /** The newest step: norm of its summed gradient, and its learning rate. */
    public void step(double norm, double rate) {
        gradientNorm.set(norm);
        learningRate.set(rate);
    }

    /** The margin of the loss, against which distances and losses are judged. */
    public void margin(double newest) {
        margin.set(newest);
    }

    /** Norm of all weights, and how far they have moved since the version before. */
    public void weights(double norm, double moved) {
        weightNorm.set(norm);
        displacement.set(moved);
    }

    /**
     * The newest embeddings' shape.
     *
     * @param rank effective rank, [1..dimensions]; 1 means they have collapsed to a line
     * @param deviations standard deviation of each dimension; 0 in one means that it is not used
     */
    public void space(double rank, double[] deviations) {
        effectiveRank.set(rank);
        smallestSpread.set(Arrays.stream(deviations).min().orElse(Double.NaN));
        meanSpread.set(Arrays.stream(deviations).average().orElse(Double.NaN));
        largestSpread.set(Arrays.stream(deviations).max().orElse(Double.NaN));
    }

    /** The learner's state was saved in a commit. */
    public void flushed(long bytes, Duration taken) {
        flushSize.record(bytes);
        flushTime.record(taken);
    }

    /** A model version was published, at a time in milliseconds since 1970. */
    public void published(long version, long atMillis) {
        snapshotsPublished.increment();
        publishedVersion.set(version);
        publishedAt.set(atMillis);
    }

    /** The learner has left this process: nothing is known of it any more. */
    public void learnerLeft() {
        for (Level level : new Level[] {pendingPairs, gradientNorm, learningRate, weightNorm, displacement}) {
            level.set(Double.NaN);
        }
        learningVersion.set(Double.NaN);
        publishedVersion.set(Double.NaN);
        publishedAt.set(Double.NaN);
        quality.forget();
        window.forget();
    }

    /** The embed application uses a model version, published at a time in milliseconds since 1970. */
    public void serving(long version, long publishedAtMillis) {
        servedVersion.set(version);
        servedAt.set(publishedAtMillis);
    }

    /** The embed application could not use a published model version. */
    public void snapshotRejected() {
        snapshotsRejected.increment();
    }

    /** The embed application read a feature event. */
    public void featuresSeen() {
        featuresSeen.increment();
    }

    /** The embed application wrote an embedding, or the deletion of one. */
    public void embedded() {
        embeddingsEmitted.increment();
    }

    /** The embed application could not use a feature event. */
    public void embeddingSkipped() {
        embeddingsSkipped.increment();
    }

    /** An event became a dead letter. */
    public void deadLetter(String reason) {
        deadLetters(reason).increment();
    }

    private Counter deadLetters(String reason) {
        return Counter.builder("kinstream.dead.letters")
                .description("Events that could not be used, by reason, in events")
                .tag("reason", reason)
                .register(registry);
    }

    private Counter pairs(String outcome) {
        return Counter.builder("kinstream.pairs.joined")
                .description("Pairs by what became of them at each join, in pairs; one by two ids passes two joins")
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder("kinstream." + name).description(description).register(registry);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder("kinstream." + name, value).description(description).register(registry);
    }

    private void version(String stage, Level value) {
        Gauge.builder("kinstream.model.version", value)
                .description(
                        "Pairs learned in all by the model that learns, was last published, or is served, in pairs")
                .tag("stage", stage)
                .register(registry);
    }

    private void age(String stage, Level publishedAtMillis) {
        Supplier<Number> age = () -> (registry.config().clock().wallTime() - publishedAtMillis.value()) / 1000;
        Gauge.builder("kinstream.model.age", age)
                .description("Time since the model last published, or served, was published, in seconds")
                .baseUnit("seconds")
                .tag("stage", stage)
                .register(registry);
    }

    private void spread(String statistic, Level value) {
        Gauge.builder("kinstream.embeddings.spread", value)
                .description("Standard deviation of the newest embeddings over their dimensions, >= 0")
                .tag("statistic", statistic)
                .register(registry);
    }

    private long waitingPairs() {
        return waitingByTask.values().stream().mapToLong(Long::longValue).sum();
    }
}
