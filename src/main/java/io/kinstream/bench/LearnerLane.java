package io.kinstream.bench;

import io.kinstream.config.ConfigProblems;
import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.LearnerSettings;
import io.kinstream.learn.Pair;
import io.kinstream.learn.ReplaySettings;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.local.Dataset;
import io.kinstream.local.RandomPairs;
import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.Features;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A learner as it is by default, and pairs in memory that it learns over and over, by micro-batch, on the calling thread. */
final class LearnerLane {

    private static final int ITEMS = 10_000;
    private static final int BATCHES = 512;
    private static final int CATEGORIES = 10;
    private static final long SEED = 1;

    private final Architecture architecture;
    private final SiameseLearner learner;
    private final List<List<Pair>> batches;
    private int next;

    private LearnerLane(String layers, int[] categories, IntFunction<Features> features) {
        this(defaults(layers), categories, features);
    }

    private LearnerLane(LearnerSettings settings, int[] categories, IntFunction<Features> features) {
        architecture = settings.architecture();
        learner = new SiameseLearner(settings);
        RandomPairs pairs = new RandomPairs(categories, SEED);
        Features[] items =
                IntStream.range(0, categories.length).mapToObj(features).toArray(Features[]::new);
        batches = new ArrayList<>();
        for (int batch = 0; batch < BATCHES; batch++) {
            batches.add(IntStream.range(batch * Bench.BATCH, (batch + 1) * Bench.BATCH)
                    .mapToObj(pairs::at)
                    .map(pair -> new Pair(items[pair.left()], items[pair.right()], pair.label(), 1))
                    .toList());
        }
    }

    private static LearnerSettings defaults(String layers) {
        try {
            return KinstreamConfig.load(Map.of("model.layers", layers), Map.of(), Map.of())
                    .learnerSettings();
        } catch (ConfigProblems e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The pairs that the pipeline is measured with. */
    static LearnerLane of(Dataset dataset) {
        return of(dataset, ReplaySettings.OFF);
    }

    /** The same, some of them learned again. */
    static LearnerLane of(Dataset dataset, ReplaySettings replay) {
        List<Dataset.Item> items = dataset.training();
        int[] categories = items.stream().mapToInt(Dataset.Item::category).toArray();
        return new LearnerLane(
                defaults(Bench.LAYERS).with(replay),
                categories,
                item -> new Features.Dense(items.get(item).features()));
    }

    /** Random numbers, none of them 0. */
    static LearnerLane dense() {
        SplittableRandom random = new SplittableRandom(SEED);
        int inputs = Architecture.of(Bench.LAYERS, Activation.RELU).inputs();
        return new LearnerLane(Bench.LAYERS, randomCategories(), item -> {
            float[] values = new float[inputs];
            for (int i = 0; i < inputs; i++) {
                values[i] = (float) random.nextDouble() - 0.5f;
            }
            return new Features.Dense(values);
        });
    }

    /** So many random numbers at random places among the inputs; the layers behind them are always the same. */
    static LearnerLane sparse(int inputs, int nonZeros) {
        SplittableRandom random = new SplittableRandom(SEED);
        return new LearnerLane(inputs + ",256,32", randomCategories(), item -> {
            int[] indices =
                    random.ints(0, inputs).distinct().limit(nonZeros).sorted().toArray();
            float[] values = new float[nonZeros];
            for (int i = 0; i < nonZeros; i++) {
                values[i] = (float) random.nextDouble() - 0.5f;
            }
            return new Features.Sparse(indices, values);
        });
    }

    private static int[] randomCategories() {
        int[] categories = new int[ITEMS];
        Arrays.setAll(categories, item -> item % CATEGORIES);
        return categories;
    }

    /** Learns for so long, and says how many pairs a second that were. */
    double pairsPerSecond(double seconds) {
        long before = learner.pairsLearned();
        long started = System.nanoTime();
        do {
            learner.learn(batches.get(next++ % BATCHES));
        } while (Bench.secondsSince(started) < seconds);
        return (learner.pairsLearned() - before) / Bench.secondsSince(started);
    }

    /** Multiplications and additions of the matrix products for one pair. */
    double flopsPerPair() {
        return flopsPerPair(architecture);
    }

    /** Of both twins: Z = X W and dL/dW = X' dL/dZ in each layer, and dL/dX = dL/dZ W' in all but the first. */
    static double flopsPerPair(Architecture architecture) {
        double flops = 0;
        for (int layer = 0; layer < architecture.depth(); layer++) {
            double outputs = architecture.outputs(layer);
            flops += 2 * 2 * (architecture.inputs(layer) + 1) * outputs;
            flops += layer == 0 ? 0 : 2 * architecture.inputs(layer) * outputs;
        }
        return 2 * flops;
    }
}
