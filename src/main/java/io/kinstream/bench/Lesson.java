package io.kinstream.bench;

import io.kinstream.learn.LearnerSettings;
import io.kinstream.learn.Pair;
import io.kinstream.learn.Prequential;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.local.Dataset;
import io.kinstream.local.NearestNeighbours;
import io.kinstream.local.RandomPairs;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Embedder;
import io.kinstream.nn.Features;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One pass over random pairs of a data set in memory, and how good the map is that was learned. */
final class Lesson {
    private static final int NEIGHBOURS = 5;
    private static final int JUDGED_PAIRS = 20_000;

    private final List<Dataset.Item> gallery;
    private final List<Dataset.Item> queries;
    private final Features[] galleryFeatures;
    private final Features[] queryFeatures;
    private final RandomPairs pairs;
    private final ContrastiveLoss loss;
    private final SiameseLearner learner;
    private final int batchSize;
    private long next;

    /**
     * @param queries how many of the held-out items to judge by
     * @param features turns what the data set has into features
     * @param seed of the pairs
     */
    Lesson(
            Dataset dataset,
            int queries,
            Function<float[], Features> features,
            LearnerSettings settings,
            int batchSize,
            double similarShare,
            long seed) {
        gallery = dataset.training();
        this.queries = dataset.heldOut().subList(0, queries);
        galleryFeatures = features(gallery, features);
        queryFeatures = features(this.queries, features);
        pairs = new RandomPairs(categories(gallery), seed, similarShare);
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
                RandomPairs.IndexPair pair = pairs.at(next);
                batch.add(new Pair(galleryFeatures[pair.left()], galleryFeatures[pair.right()], pair.label(), 1));
            }
            refused += learner.learn(batch).refused().size();
        }
        return refused;
    }

    /** Judges what was learned by items that were not. */
    Grade grade() {
        float[][] queryVectors = embed(queryFeatures);
        double neighbours = NearestNeighbours.accuracy(
                embed(galleryFeatures), categories(gallery), queryVectors, categories(queries), NEIGHBOURS);
        Prequential judge = new Prequential(JUDGED_PAIRS, loss);
        RandomPairs judged = new RandomPairs(categories(queries), 1);
        for (int i = 0; i < JUDGED_PAIRS; i++) {
            RandomPairs.IndexPair pair = judged.at(i);
            double distance = loss.distance().between(queryVectors[pair.left()], queryVectors[pair.right()]);
            judge.record((float) distance, pair.label(), 0);
        }
        return new Grade(neighbours, judge.quality().auc());
    }

    private float[][] embed(Features[] items) {
        Embedder embedder = new Embedder(learner.encoder());
        float[][] vectors = new float[items.length][];
        for (int i = 0; i < items.length; i++) {
            vectors[i] = embedder.embed(items[i]);
        }
        return vectors;
    }

    private static int[] categories(List<Dataset.Item> items) {
        return items.stream().mapToInt(Dataset.Item::category).toArray();
    }

    private static Features[] features(List<Dataset.Item> items, Function<float[], Features> features) {
        return items.stream().map(item -> features.apply(item.features())).toArray(Features[]::new);
    }
}
