package io.kinstream.bench;

import io.kinstream.bench.PairEvents.Form;
import io.kinstream.config.ConfigProblems;
import io.kinstream.local.Dataset;
import io.kinstream.local.EmbeddedBroker;
import io.kinstream.local.FeedProducer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Whether a pair costs the same however many were learned and however many items there are. The network is small, so that
 * what grows would not hide behind its products.
 */
public final class GrowthBench {

    private static final int INPUTS = 16;
    private static final String LAYERS = INPUTS + ",32,8";
    private static final int CATEGORIES = 10;
    private static final int FEW_ITEMS = 1000;
    /** With fewer, the program that is compiled meanwhile would seem to grow faster. */
    private static final long WARM_UP = 500_000;

    private static final long LONGEST_STRETCH = 1_000_000;

    private final Bench bench;

    public GrowthBench(Bench bench) {
        this.bench = bench;
    }

    /**
     * Measures each once a round.
     *
     * @param pairs that are learned; the first and the last million are compared, or a quarter of these if they are few
     * @param items of the job with many of them
     */
    public void run(Report report, int rounds, long pairs, int items)
            throws IOException, ConfigProblems, InterruptedException {
        long stretch = Bench.wholeBatches(Math.min(LONGEST_STRETCH, pairs / 4));
        long warmUp = Bench.wholeBatches(Math.min(WARM_UP, stretch));
        Rounds figures = new Rounds();
        Dataset few = dataset(FEW_ITEMS);
        Dataset many = dataset(items);
        try (EmbeddedBroker broker = EmbeddedBroker.start(bench.directory().resolve("broker"), 0)) {
            for (int round = 1; round <= rounds; round++) {
                Installation log = job("pairs-" + round, true, broker);
                List<Double> rates = new PipelineRun(bench, log, new PairEvents(Form.FLOAT32, few), warmUp)
                        .pairsPerSecond(List.of(stretch, pairs - stretch, pairs));
                log.deleteTopics();
                figures.add("growth.first_pairs", rates.get(0));
                figures.add("growth.last_pairs", rates.get(2));
                figures.add("growth.few_items", byId(job("few-" + round, false, broker), few, warmUp, stretch));
                figures.add("growth.many_items", byId(job("many-" + round, false, broker), many, warmUp, stretch));
                bench.say("Growth, round %d of %d", round, rounds);
            }
        }
        figures.addTo(report, "pairs/s");
        report.detail("growth.pairs", pairs);
        report.detail("growth.items", items);
    }

    /** @param direct so that the learner never lags behind what feeds it, which would then be missing at the end */
    private Installation job(String name, boolean direct, EmbeddedBroker broker) throws IOException, ConfigProblems {
        Map<String, String> settings = Bench.settings("model.layers", LAYERS, "train.direct", Boolean.toString(direct));
        return new Installation(name, bench.directory(), broker.bootstrapServers(), settings);
    }

    private double byId(Installation job, Dataset items, long warmUp, long pairs)
            throws IOException, InterruptedException {
        try (FeedProducer feed = new FeedProducer(job.config())) {
            feed.features(items.training());
        }
        double perSecond = new PipelineRun(bench, job, new PairEvents(Form.IDS, items), warmUp).pairsPerSecond(pairs);
        job.deleteTopics();
        return perSecond;
    }

    private static Dataset dataset(int count) {
        SplittableRandom random = new SplittableRandom(1);
        List<Dataset.Item> items = IntStream.range(0, count)
                .mapToObj(i -> new Dataset.Item("item-" + i, features(random), i % CATEGORIES))
                .toList();
        return new Dataset(count + " random items", items, items.subList(0, 1));
    }

    private static float[] features(SplittableRandom random) {
        float[] features = new float[INPUTS];
        for (int i = 0; i < INPUTS; i++) {
            features[i] = (float) random.nextDouble();
        }
        return features;
    }
}
