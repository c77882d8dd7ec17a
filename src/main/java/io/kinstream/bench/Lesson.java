package io.kinstream.bench;

import io.kinstream.learn.LearnerSettings;
import io.kinstream.learn.Pair;
import io.kinstream.learn.Prequential;
import io.kinstream.learn.PrequentialState;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.local.Dataset;
import io.kinstream.local.NearestNeighbours;
import io.kinstream.local.RandomPairs;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Embedder;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/** One pass over pairs of a data set in memory, and how good the map is that was learned. */
final class Lesson {
    private static final int NEIGHBOURS = 5;
    private static final int JUDGED_PAIRS = 20_000;

    private final List<Dataset.Item> gallery;
    private final List<Dataset.Item> queries;
    private final Features[] galleryFeatures;
    private final Features[] queryFeatures;
    private final LongFunction<RandomPairs.IndexPair> pairs;
    private final ContrastiveLoss loss;
    private final SiameseLearner learner;
    private final int batchSize;
    private long next;

    /**
     * @param queries how many of the held-out items to judge by
     * @param features turns what the data set has into features
     * @param pairs of the items to learn from, by position in the stream
     */
    Lesson(
            Dataset dataset,
            int queries,
            Function<float[], Features> features,
            LearnerSettings settings,
            int batchSize,
            LongFunction<RandomPairs.IndexPair> pairs) {
        gallery = dataset.training();
        this.queries = dataset.heldOut().subList(0, queries);
        galleryFeatures = features(gallery, features);
        queryFeatures = features(this.queries, features);
        this.pairs = pairs;
        loss = settings.loss();
        learner = new SiameseLearner(settings);
        this.batchSize = batchSize;
    }

    /**
     * How good a map is.
     *
     * @param neighbours share of held-out items whose class their five nearest training items tell
     * @param auc of balanced held-out pairs by their distance
     */
    record Grade(double neighbours, double auc) {}

    /**
     * Learns on, to so many pairs.
     *
     * @return how many steps were refused
     */
    long learn(long count) {
        long refused = 0;
        while (next < count) {
            List<Pair> batch = new ArrayList<>();
            for (; batch.size() < batchSize && next < count; next++) {
                RandomPairs.IndexPair pair = pairs.apply(next);
                batch.add(new Pair(galleryFeatures[pair.left()], galleryFeatures[pair.right()], pair.label(), 1));
            }
            refused += learner.learn(batch).refused().size();
        }
        return refused;
    }

    /** Judges what was learned by items that were not. */
    Grade grade() {
        return new Grade(
                neighbours(category -> category, category -> true), auc(category -> category, category -> true));
    }

    /**
     * The share of held-out items whose kind their five nearest training items tell.
     *
     * @param kind what a category counts as
     * @param judged the categories of the held-out items to judge by
     */
    double neighbours(IntUnaryOperator kind, IntPredicate judged) {
        int[] chosen = chosen(judged);
        int[] galleryKinds = IntStream.of(categories(gallery)).map(kind).toArray();
        return NearestNeighbours.accuracy(
                embed(galleryFeatures), galleryKinds, vectors(chosen), kinds(chosen, kind), NEIGHBOURS);
    }

    /** The AUC of balanced pairs of the held-out items of these categories; pairs of one kind are similar. */
    double auc(IntUnaryOperator kind, IntPredicate judged) {
        int[] chosen = chosen(judged);
        float[][] vectors = vectors(chosen);
        Prequential judge = new Prequential(JUDGED_PAIRS, loss);
        RandomPairs balanced = new RandomPairs(kinds(chosen, kind), 1);
        for (int i = 0; i < JUDGED_PAIRS; i++) {
            RandomPairs.IndexPair pair = balanced.at(i);
            double distance = loss.distance().between(vectors[pair.left()], vectors[pair.right()]);
            judge.record((float) distance, pair.label(), 0);
        }
        return judge.quality().auc();
    }

    private int[] chosen(IntPredicate judged) {
        return IntStream.range(0, queries.size())
                .filter(query -> judged.test(queries.get(query).category()))
                .toArray();
    }

    private int[] kinds(int[] chosen, IntUnaryOperator kind) {
        return IntStream.of(chosen)
                .map(query -> kind.applyAsInt(queries.get(query).category()))
                .toArray();
    }

    private float[][] vectors(int[] chosen) {
        return embed(
                IntStream.of(chosen).mapToObj(query -> queryFeatures[query]).toArray(Features[]::new));
    }

    /** The prequential AUC of the pairs from one position in the stream to another; the learner's window must hold all pairs. */
    double prequentialAuc(int from, int to) {
        PrequentialState scored = learner.prequential().state();
        Prequential part = new Prequential(to - from, loss);
        for (int i = from; i < to; i++) {
            Label label = scored.similar()[i] ? Label.SIMILAR : Label.DISSIMILAR;
            part.record(scored.distances()[i], label, scored.losses()[i]);
        }
        return part.quality().auc();
    }

    private float[][] embed(Features[] items) {
        Embedder embedder = new Embedder(learner.encoder());
        float[][] vectors = new float[items.length][];
        for (int i = 0; i < items.length; i++) {
            vectors[i] = embedder.embed(items[i]);
        }
        return vectors;
    }

    static int[] categories(List<Dataset.Item> items) {
        return items.stream().mapToInt(Dataset.Item::category).toArray();
    }

    private static Features[] features(List<Dataset.Item> items, Function<float[], Features> features) {
        return items.stream().map(item -> features.apply(item.features())).toArray(Features[]::new);
    }
}
