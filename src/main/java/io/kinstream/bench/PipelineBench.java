package io.kinstream.bench;

import io.kinstream.bench.PairEvents.Form;
import io.kinstream.config.ConfigProblems;
import io.kinstream.local.Dataset;
import io.kinstream.local.EmbeddedBroker;
import io.kinstream.local.FeedProducer;
import io.kinstream.local.MnistDataset;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * From pairs on a topic to committed weights, exactly once. The program is a child process with the product's settings,
 * the broker is in this process, and both share the machine. Pairs to warm up are learned first; the others are on the
 * topic, too, but cannot be read before it rests. Time is taken from their release to the last published version.
 */
public final class PipelineBench {

    private static final double LEARNER_SECONDS = 3;

    private final Bench bench;
    private final Dataset items;
    private final Map<Form, PairEvents> events = new EnumMap<>(Form.class);

    public PipelineBench(Bench bench) throws IOException {
        this.bench = bench;
        this.items = MnistDataset.bundled();
    }

    /**
     * Measures each way once a round, and learning in memory beside them.
     *
     * @param pairs that time is taken for
     * @param warmUp pairs that are learned before; compiling takes a core for the first half minute
     */
    public void run(Report report, Set<PipelineWay> ways, int rounds, long pairs, long warmUp)
            throws IOException, ConfigProblems, InterruptedException {
        LearnerLane learner = LearnerLane.of(items);
        learner.pairsPerSecond(LEARNER_SECONDS); // warms up
        Rounds figures = new Rounds();
        try (EmbeddedBroker broker = EmbeddedBroker.start(bench.directory().resolve("broker"), 0)) {
            for (int round = 1; round <= rounds; round++) {
                figures.add("pipeline.learner", learner.pairsPerSecond(LEARNER_SECONDS));
                for (PipelineWay way : ways) {
                    Installation job = job(way, round, broker);
                    double perSecond = pairsPerSecond(job, way, Bench.wholeBatches(pairs), Bench.wholeBatches(warmUp));
                    job.deleteTopics();
                    figures.add("pipeline." + way.word(), perSecond);
                    bench.say("Pipeline, round %d of %d: %s %,.0f pairs/s", round, rounds, way.word(), perSecond);
                }
            }
        }
        figures.addTo(report, "pairs/s");
        report.detail("pipeline.pairs", Bench.wholeBatches(pairs));
        report.detail("pipeline.warm_up", Bench.wholeBatches(warmUp));
    }

    private Installation job(PipelineWay way, int round, EmbeddedBroker broker) throws IOException, ConfigProblems {
        return new Installation(
                way.word().replace('_', '-') + "-" + round,
                bench.directory(),
                broker.bootstrapServers(),
                Bench.settings("train.direct", Boolean.toString(way.direct())));
    }

    private double pairsPerSecond(Installation job, PipelineWay way, long pairs, long warmUp) throws IOException {
        if (way.form() == Form.IDS) {
            try (FeedProducer feed = new FeedProducer(job.config())) {
                feed.features(items.training());
            }
        }
        PairEvents written = events.computeIfAbsent(way.form(), form -> new PairEvents(form, items));
        return new PipelineRun(bench, job, written, warmUp).pairsPerSecond(pairs);
    }
}
