package io.kinstream.bench;

import io.kinstream.config.ConfigProblems;
import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.DivergedException;
import io.kinstream.learn.LearnerSettings;
import io.kinstream.learn.LearningRate;
import io.kinstream.local.Dataset;
import io.kinstream.local.MnistDataset;
import io.kinstream.local.RandomPairs;
import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * How well the default settings learn, in memory: MNIST as it is, then streams of other scales, balances, activations and
 * kinds of input, beside plain gradient descent whose rate was tuned for each of them by hand.
 */
public final class GridBench {
    private static final float[] SCALES = {1e-3f, 1, 1e3f};
    private static final double[] SIMILAR_SHARES = {0.05, 0.5, 0.95};
    private static final float[] HAND_PICKED = {0.001f, 0.003f, 0.01f, 0.03f};
    private static final int QUERIES = 2000;
    private static final Lesson.Grade DIVERGED = new Lesson.Grade(0, 0);

    private final Bench bench;
    private final Dataset dataset;

    public GridBench(Bench bench) throws IOException {
        this.bench = bench;
        dataset = MnistDataset.bundled();
    }

    /** The defaults on MNIST after 10,000 pairs and after 100,000, a round for each seed. */
    public void mnist(Report report, int seeds) throws ConfigProblems {
        Rounds figures = new Rounds();
        for (String layers : List.of("784,256,32", "784,128,2")) {
            for (int seed = 1; seed <= seeds; seed++) {
                GridCell asItIs = new GridCell(1, 0.5, Activation.RELU, true);
                Lesson lesson = lesson(asItIs, layers, dataset.heldOut().size(), seed);
                for (int pairs : new int[] {10_000, 100_000}) {
                    lesson.learn(pairs);
                    Lesson.Grade grade = lesson.grade();
                    String name = "mnist." + layers.replace(',', '-') + "." + pairs / 1000 + "k";
                    figures.add(name + ".knn5_accuracy", grade.neighbours());
                    figures.add(name + ".auc", grade.auc());
                    bench.say("%s, seed %d: 5-NN %.4f, AUC %.4f", name, seed, grade.neighbours(), grade.auc());
                }
            }
        }
        figures.addTo(report, "");
    }

    /** All cells, each learned from so many pairs, a round for each seed. */
    public void cells(Report report, int pairs, int seeds) throws ConfigProblems {
        List<Map<String, Object>> rows = new ArrayList<>();
        Map<GridCell, List<Lesson.Grade>> tuned = new LinkedHashMap<>();
        for (boolean sparse : new boolean[] {true, false}) {
            for (Activation activation : Activation.values()) {
                for (double similarShare : SIMILAR_SHARES) {
                    for (float scale : SCALES) {
                        GridCell cell = new GridCell(scale, similarShare, activation, sparse);
                        List<Lesson.Grade> hand =
                                tuned.computeIfAbsent(cell.unscaled(), key -> byHand(key, pairs, seeds));
                        List<Lesson.Grade> own = new ArrayList<>();
                        for (int seed = 1; seed <= seeds; seed++) {
                            own.add(grade(lesson(cell, Bench.LAYERS, QUERIES, seed), pairs));
                        }
                        rows.add(row(cell, own, hand));
                        bench.say("%s: %s; by hand: %s", cell, words(middle(own)), words(middle(hand)));
                    }
                }
            }
        }
        report.detail("grid", rows);
    }

    private static String words(Lesson.Grade grade) {
        return String.format(Locale.ROOT, "5-NN %.3f, AUC %.3f", grade.neighbours(), grade.auc());
    }

    private static Map<String, Object> row(GridCell cell, List<Lesson.Grade> own, List<Lesson.Grade> hand) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("scale", cell.scale());
        row.put("similar_share", cell.similarShare());
        row.put("activation", cell.activation().word());
        row.put("inputs", cell.sparse() ? "sparse" : "dense");
        row.put("knn5_accuracy", middle(own).neighbours());
        row.put("auc", middle(own).auc());
        row.put("diverged", own.contains(DIVERGED));
        row.put("by_hand_knn5_accuracy", middle(hand).neighbours());
        row.put("by_hand_auc", middle(hand).auc());
        row.put("by_seed", own);
        row.put("by_hand_by_seed", hand);
        return row;
    }

    /** Of several seeds, each figure for itself. */
    private static Lesson.Grade middle(List<Lesson.Grade> grades) {
        return new Lesson.Grade(
                Series.median(
                        grades.stream().mapToDouble(Lesson.Grade::neighbours).toArray()),
                Series.median(grades.stream().mapToDouble(Lesson.Grade::auc).toArray()));
    }

    private Lesson lesson(GridCell cell, String layers, int queries, long seed) throws ConfigProblems {
        KinstreamConfig defaults = KinstreamConfig.load(
                Map.of(
                        "model.layers", layers,
                        "model.activation", cell.activation().word(),
                        "model.seed", Long.toString(seed)),
                Map.of(),
                Map.of());
        return new Lesson(
                dataset, queries, cell::features, defaults.learnerSettings(), defaults.batchSize(), pairs(cell, seed));
    }

    private LongFunction<RandomPairs.IndexPair> pairs(GridCell cell, long seed) {
        return new RandomPairs(Lesson.categories(dataset.training()), seed, cell.similarShare())::at;
    }

    private List<Lesson.Grade> byHand(GridCell cell, int pairs, int seeds) {
        return LongStream.rangeClosed(1, seeds)
                .mapToObj(seed -> byHand(cell, pairs, seed))
                .toList();
    }

    /** The best of some constant rates, by neighbours. */
    private Lesson.Grade byHand(GridCell cell, int pairs, long seed) {
        Lesson.Grade best = DIVERGED;
        for (float rate : HAND_PICKED) {
            LearnerSettings plain = new LearnerSettings(
                    Architecture.of(Bench.LAYERS, cell.activation()),
                    seed,
                    ContrastiveLoss.drlim(1),
                    LearningRate.constant(rate),
                    100);
            Lesson.Grade grade =
                    grade(new Lesson(dataset, QUERIES, cell::features, plain, 16, pairs(cell, seed)), pairs);
            best = grade.neighbours() > best.neighbours() ? grade : best;
        }
        return best;
    }

    private static Lesson.Grade grade(Lesson lesson, int pairs) {
        try {
            return lesson.learn(pairs) > 0 ? DIVERGED : lesson.grade();
        } catch (DivergedException e) {
            return DIVERGED;
        }
    }
}
