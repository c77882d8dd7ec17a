package io.kinstream.paper;

import io.kinstream.bench.Bench;
import io.kinstream.bench.SpaceRun;
import io.kinstream.config.ConfigProblems;
import io.kinstream.local.Dataset.Item;
import io.kinstream.nn.Pca;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Runs experiments on the real program, and other methods on the same items. */
public final class PaperBench {

    /** Its matrix has this squared entries, so it takes no more items. */
    private static final int MOST_FOR_LLE = 2000;

    private final Bench bench;

    public PaperBench(Bench bench) {
        this.bench = bench;
    }

    /**
     * Runs an experiment once for each seed.
     *
     * @param trials how many, with seeds that follow each other
     */
    public Outcome run(PaperExperiment kind, Materials materials, long pairs, long firstSeed, int trials)
            throws IOException, ConfigProblems {
        Experiment first = kind.prepare(materials, firstSeed);
        List<Trial> all = new ArrayList<>();
        for (long seed = firstSeed; seed < firstSeed + trials; seed++) {
            Experiment experiment = seed == firstSeed ? first : kind.prepare(materials, seed);
            bench.say(
                    "Experiment %s, seed %d: %s; %,d pairs, %,d of all possible ones similar",
                    experiment.name(),
                    seed,
                    experiment.title(),
                    pairs,
                    experiment.relation().size());
            all.add(learn(experiment, pairs, seed));
        }
        bench.say("Experiment %s: PCA and LLE of the same items", first.name());
        return new Outcome(first, pairs, all, List.of(pca(first), lle(first)));
    }

    private Trial learn(Experiment experiment, long pairs, long seed) throws IOException, ConfigProblems {
        Map<String, String> settings = new HashMap<>(experiment.settings(pairs));
        settings.put("model.seed", Long.toString(seed));
        Bench place = bench.part("paper-%s-%d".formatted(experiment.name(), seed));
        SpaceRun.Space space = new SpaceRun(place)
                .learn(
                        "paper",
                        settings,
                        experiment.items(),
                        experiment.relation().pairs(seed),
                        pairs);
        place.delete();
        Placement map = new Placement(space.training(), space.heldOut());
        Mapped learned = new Mapped("Kinstream", "the learned function", map, experiment.measure(map));
        return new Trial(seed, learned, space.modelId(), space.seconds(), space.deadLetters());
    }

    private static Mapped pca(Experiment experiment) {
        float[][] training = features(experiment.items().training());
        float[][] heldOut = features(experiment.items().heldOut());
        UnaryOperator<float[][]> projection = projection(training, experiment.dimensions());
        Placement map = new Placement(projection.apply(training), projection.apply(heldOut));
        return new Mapped("PCA", "a linear function", map, experiment.measure(map));
    }

    /** Fitted in the way that is less work. */
    private static UnaryOperator<float[][]> projection(float[][] items, int dimensions) {
        if (items.length < items[0].length) {
            return FewItemsPca.fit(items, dimensions)::project;
        }
        Pca pca = Pca.fit(items, dimensions);
        return rows -> Stream.of(rows).map(pca::project).toArray(float[][]::new);
    }

    private static Mapped lle(Experiment experiment) {
        float[][] items = features(experiment.items().training());
        float[][] fitted = Arrays.copyOf(items, Math.min(items.length, MOST_FOR_LLE));
        LocallyLinearEmbedding lle =
                LocallyLinearEmbedding.fit(fitted, experiment.neighbours(), experiment.dimensions());
        float[][] newcomers = features(experiment.items().heldOut());
        Placement map = new Placement(lle.places(), lle.place(newcomers));
        return new Mapped("LLE", "no place; put among neighbours", map, experiment.measure(map));
    }

    private static float[][] features(List<Item> items) {
        return items.stream().map(Item::features).toArray(float[][]::new);
    }
}
