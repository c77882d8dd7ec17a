package io.kinstream.bench;

import io.kinstream.bench.Outputs.Moment;
import io.kinstream.bench.PairEvents.Form;
import io.kinstream.config.ConfigProblems;
import io.kinstream.local.Dataset;
import io.kinstream.local.EmbeddedBroker;
import io.kinstream.local.FeedProducer;
import io.kinstream.local.MnistDataset;
import io.kinstream.stream.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How many events a second are embedded beside a topology that only copies as many bytes, with the same settings and with
 * Kafka's, and beside one that copies whole events; and how long one event takes while the same process trains as fast as
 * it can, beside the first copy where nothing trains.
 */
public final class EmbedBench {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration STILL_TRAINING = Duration.ofSeconds(30);
    private static final int PER_SECOND = 500;
    /** Pairs that are learned before the latency is taken: by then the program is compiled. */
    private static final long TRAINED_BEFORE = 200_000;

    /** Each round writes the same ids again: compaction would take half a core now from the program and now from the copy. */
    private static final Map<String, String> NOT_COMPACTING =
            Map.of("log.cleaner.backoff.ms", Long.toString(Duration.ofDays(1).toMillis()));

    private static final String COPY = CopyProgram.class.getName();

    private final Bench bench;
    private final Dataset items;
    private String embeddingBytes; // of the last round of latency

    public EmbedBench(Bench bench) throws IOException {
        this.bench = bench;
        this.items = MnistDataset.bundled();
    }

    /**
     * Measures; the program and the copies take turns.
     *
     * @param events feature events that are embedded for throughput, of which the first two thirds are to warm up
     * @param seconds how long latency is taken for, after a fifth of it to warm up
     * @param pairs more than are learned while latency is taken
     */
    public void run(Report report, int rounds, long events, int seconds, long pairs)
            throws IOException, ConfigProblems, InterruptedException {
        latency(report, rounds, seconds, pairs); // first: throughput leaves the disk busy for minutes
        throughput(report, rounds, events);
        report.detail("embed.events", events);
        report.detail("embed.latency_events_per_second", PER_SECOND);
    }

    private void latency(Report report, int rounds, int seconds, long pairs)
            throws IOException, ConfigProblems, InterruptedException {
        Rounds millis = new Rounds();
        try (EmbeddedBroker broker = EmbeddedBroker.start(bench.directory().resolve("broker"), 0)) {
            for (int round = 1; round <= rounds; round++) {
                latencyWhileTraining(job("training-" + round, broker), millis, seconds, pairs);
                latencyOfCopy(job("copying-" + round, broker), millis, seconds);
                bench.say("Latency, round %d of %d", round, rounds);
            }
        }
        millis.addTo(report, "ms");
    }

    private void throughput(Report report, int rounds, long events)
            throws IOException, ConfigProblems, InterruptedException {
        Rounds figures = new Rounds();
        Path data = bench.directory().resolve("broker-that-does-not-compact");
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, NOT_COMPACTING)) {
            Installation job = job("embed", broker);
            publishStart(job);
            feed(job, events);
            for (int round = 1; round <= rounds; round++) {
                throughput(job, figures, round, events);
                throughputOfWholeCopy(job, job("whole-copies-" + round, broker), figures, events);
                bench.say("Throughput, round %d of %d", round, rounds);
            }
        }
        figures.addTo(report, "events/s");
    }

    private Installation job(String name, EmbeddedBroker broker) throws IOException, ConfigProblems {
        return new Installation(name, bench.directory(), broker.bootstrapServers(), Bench.settings());
    }

    private void feed(Installation job, long events) {
        try (FeedProducer feed = new FeedProducer(job.config())) {
            for (long sent = 0; sent < events; sent += items.training().size()) {
                feed.features(renamed(sent));
            }
        }
    }

    private void throughput(Installation job, Rounds figures, int round, long events) throws IOException {
        String topic = embeddings(job);
        figures.add("embed.throughput", eventsPerSecond(job, "embed-" + round, events, bench.program()));
        figures.add("embed.copy", eventsPerSecond(job, "copy-" + round, events, COPY, topic, embeddingBytes));
        figures.add(
                "embed.plain_copy",
                eventsPerSecond(job, "plain-copy-" + round, events, COPY, topic, embeddingBytes, CopyProgram.PLAIN));
    }

    /** To a topic of its own, which is deleted: it is some GB. */
    private void throughputOfWholeCopy(Installation job, Installation copies, Rounds figures, long events)
            throws IOException, InterruptedException {
        Map<String, String> environment = as(job, copies.name());
        try (ChildProgram child = job.start(COPY, copies.name(), environment, embeddings(copies), CopyProgram.WHOLE);
                Outputs outputs = new Outputs(copies.config())) {
            figures.add("embed.whole_copy", eventsPerSecond(child, outputs, events));
        }
        copies.deleteTopics();
    }

    /** Events of an id of their own: else compaction would take some of them away. */
    private List<Dataset.Item> renamed(long first) {
        return items.training().stream()
                .map(item -> new Dataset.Item(item.id() + "-" + first, item.features(), item.category()))
                .toList();
    }

    /** Each time another application, which so begins with the first event. */
    private static Map<String, String> as(Installation job, String instance) {
        return Map.of("KINSTREAM_APPLICATION_ID", job.name() + "-" + instance, "KINSTREAM_ROLES", "embed");
    }

    /** Embedding needs a model: the one before anything is learned does. */
    private void publishStart(Installation job) throws IOException {
        try (VersionWatch versions = new VersionWatch(job.config());
                ChildProgram trainer = job.start(bench.program(), "trainer", Map.of("KINSTREAM_ROLES", "train"))) {
            versions.awaitVersion(0, PATIENCE, trainer::isAlive);
        }
    }

    private double eventsPerSecond(Installation job, String instance, long events, String program, String... arguments)
            throws IOException {
        try (ChildProgram child = job.start(program, instance, as(job, instance), arguments);
                Outputs outputs = new Outputs(job.config())) {
            return eventsPerSecond(child, outputs, events);
        }
    }

    private static double eventsPerSecond(ChildProgram child, Outputs outputs, long events) {
        long before = outputs.now().records();
        Moment warm = outputs.await(before + events * 2 / 3, PATIENCE, child::isAlive);
        Moment end = outputs.await(before + events, PATIENCE, child::isAlive);
        return end.perSecondSince(warm);
    }

    private void latencyWhileTraining(Installation job, Rounds millis, int seconds, long pairs)
            throws IOException, InterruptedException {
        try (FeedProducer feed = new FeedProducer(job.config());
                PairLoader loader = new PairLoader(job.config(), new PairEvents(Form.IDS, items));
                VersionWatch versions = new VersionWatch(job.config())) {
            feed.features(items.training());
            loader.load(pairs);
            try (ChildProgram program = job.start(bench.program(), "one", Map.of())) {
                versions.awaitVersion(Math.min(TRAINED_BEFORE, pairs / 10), PATIENCE, program::isAlive);
                record(millis, "embed.", job, seconds);
                embeddingBytes = embeddingBytes(job);
                long learned = versions.awaitMadeAfter(System.currentTimeMillis(), STILL_TRAINING, program::isAlive)
                        .modelVersion();
                bench.say("Latency taken while training had come to pair %,d of %,d", learned, pairs);
            }
        }
        job.deleteTopics();
    }

    private static String embeddings(Installation job) {
        return new Topics(job.config()).embeddings();
    }

    private static String embeddingBytes(Installation job) {
        try (Outputs outputs = new Outputs(job.config())) {
            return Integer.toString(outputs.meanBytes());
        }
    }

    private void latencyOfCopy(Installation job, Rounds millis, int seconds) throws IOException, InterruptedException {
        try (FeedProducer feed = new FeedProducer(job.config());
                Outputs outputs = new Outputs(job.config())) {
            feed.features(items.training());
            try (ChildProgram copy =
                    job.start(COPY, "one", Map.of("KINSTREAM_ROLES", "embed"), embeddings(job), embeddingBytes)) {
                outputs.await(items.training().size(), PATIENCE, copy::isAlive);
                record(millis, "embed.copy_", job, seconds);
            }
        }
        job.deleteTopics();
    }

    private void record(Rounds millis, String name, Installation job, int seconds) throws InterruptedException {
        int skip = PER_SECOND * seconds / 5;
        double[] taken = new LatencyProbe(job.config(), items, PER_SECOND * seconds + skip, PER_SECOND).run(skip);
        millis.add(name + "p50", Series.quantile(taken, 0.5));
        millis.add(name + "p99", Series.quantile(taken, 0.99));
    }
}
