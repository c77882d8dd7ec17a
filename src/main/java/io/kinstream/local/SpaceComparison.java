package io.kinstream.local;

import io.kinstream.nn.Pca;
import java.util.Arrays;
import java.util.List;

/** How well the classes of held-out items are told by their five nearest training items, in one space or another. */
public final class SpaceComparison {

    private static final int NEIGHBOURS = 5;

    private final List<Dataset.Item> training;
    private final List<Dataset.Item> heldOut;

    public SpaceComparison(Dataset dataset) {
        training = dataset.training();
        heldOut = dataset.heldOut();
    }

    /** By the features as they are. */
    public double raw() {
        return accuracy(features(training), features(heldOut));
    }

    /** By principal components, fitted on the training items. */
    public double pca(int components) {
        Pca pca = Pca.fit(features(training), components);
        return accuracy(project(pca, training), project(pca, heldOut));
    }

    /** By given vectors, in the order of the data set's items. */
    public double accuracy(float[][] trainingVectors, float[][] heldOutVectors) {
        return NearestNeighbours.accuracy(
                trainingVectors, categories(training), heldOutVectors, categories(heldOut), NEIGHBOURS);
    }

    private static float[][] features(List<Dataset.Item> items) {
        return items.stream().map(Dataset.Item::features).toArray(float[][]::new);
    }

    private static float[][] project(Pca pca, List<Dataset.Item> items) {
        return Arrays.stream(features(items)).map(pca::project).toArray(float[][]::new);
    }

    private static int[] categories(List<Dataset.Item> items) {
        return items.stream().mapToInt(Dataset.Item::category).toArray();
    }
}
