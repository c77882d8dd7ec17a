package io.kinstream.bench;

import io.kinstream.bench.PairEvents.Form;
import io.kinstream.config.ConfigProblems;
import io.kinstream.local.Dataset;
import io.kinstream.local.EmbeddedBroker;
import io.kinstream.local.FeedProducer;
import io.kinstream.local.MnistDataset;
import io.kinstream.wire.ModelManifest;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * From pairs on a topic to committed weights, exactly once. The program is a child process with the product's settings,
 * the broker is in this process, and both share the machine. Pairs to warm up are learned first; the others are on the
 * topic, too, but cannot be read before it rests. Time is taken from their release to the last published version.
 */
public final class PipelineBench {

    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final double LEARNER_SECONDS = 3;

    /** What is measured: how pairs are written, and whether they go through the training log. */
    private enum Way {
        DIRECT_BINARY("direct_binary", Form.FLOAT32, true),
        DIRECT_JSON("direct_json", Form.JSON, true),
        LOG_BINARY("log_binary", Form.FLOAT32, false),
        LOG_JSON("log_json", Form.JSON, false),
        BY_ID("by_id", Form.IDS, false);

        private final String word;
        private final Form form;
        private final boolean direct;

        Way(String word, Form form, boolean direct) {
            this.word = word;
            this.form = form;
            this.direct = direct;
        }
    }

    private final Bench bench;

    public PipelineBench(Bench bench) {
        this.bench = bench;
    }

    /**
     * Measures each way once a round, and learning in memory beside them.
     *
     * @param pairs that time is taken for; a multiple of the micro-batch is taken
     * @param warmUp pairs that are learned before, likewise
     */
    public void run(Report report, int rounds, long pairs, long warmUp)
            throws IOException, ConfigProblems, InterruptedException {
        Dataset items = MnistDataset.bundled();
        Map<Form, PairEvents> events = new EnumMap<>(Form.class);
        for (Form form : Form.values()) {
            events.put(form, new PairEvents(form, items));
        }
        LearnerLane learner = LearnerLane.of(items);
        learner.pairsPerSecond(LEARNER_SECONDS); // warms up
        Rounds figures = new Rounds();
        try (EmbeddedBroker broker = EmbeddedBroker.start(bench.directory().resolve("broker"), 0)) {
            for (int round = 1; round <= rounds; round++) {
                figures.add("pipeline.learner", learner.pairsPerSecond(LEARNER_SECONDS));
                for (Way way : Way.values()) {
                    String name = way.word.replace('_', '-') + "-" + round;
                    Installation job = new Installation(
                            name,
                            bench.directory(),
                            broker.bootstrapServers(),
                            Bench.settings("train.direct", Boolean.toString(way.direct)));
                    Run run = new Run(job, events.get(way.form), Bench.wholeBatches(warmUp), Bench.wholeBatches(pairs));
                    double perSecond = way.form == Form.IDS ? run.withFeatures(items) : run.pairsPerSecond();
                    job.deleteTopics();
                    figures.add("pipeline." + way.word, perSecond);
                    bench.say("Pipeline, round %d of %d: %s %,.0f pairs/s", round, rounds, way.word, perSecond);
                }
            }
        }
        figures.addTo(report, "pairs/s");
        report.detail("pipeline.pairs", Bench.wholeBatches(pairs));
        report.detail("pipeline.warm_up", Bench.wholeBatches(warmUp));
    }

    /** One way once: load, start, warm up, release, wait for the last version. */
    private final class Run {
        private final Installation job;
        private final PairEvents events;
        private final long warmUp;
        private final long pairs;

        Run(Installation job, PairEvents events, long warmUp, long pairs) {
            this.job = job;
            this.events = events;
            this.warmUp = warmUp;
            this.pairs = pairs;
        }

        double withFeatures(Dataset items) throws IOException {
            try (FeedProducer feed = new FeedProducer(job.config())) {
                feed.features(items.training());
            }
            return pairsPerSecond();
        }

        double pairsPerSecond() throws IOException {
            try (PairLoader loader = new PairLoader(job.config(), events);
                    VersionWatch versions = new VersionWatch(job.config())) {
                loader.load(warmUp);
                loader.hold(pairs);
                try (ChildProgram child = job.start(bench.program(), "one", Map.of())) {
                    versions.awaitVersion(warmUp, PATIENCE, child::isAlive);
                    long released = System.currentTimeMillis();
                    loader.release();
                    // Were a micro-batch out of step, its last pairs would wait for a pause that is not to be measured.
                    ModelManifest last =
                            versions.awaitVersion(warmUp + pairs - Bench.BATCH + 1, PATIENCE, child::isAlive);
                    return (last.modelVersion() - warmUp) / ((last.publishedAt() - released) / 1e3);
                }
            }
        }
    }
}
