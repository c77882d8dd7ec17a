package io.kinstream.learn;

import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Label;
import java.util.Arrays;

/**
 * The newest scored pairs, and how good those scores were. Every pair is scored before it is learned, so this measures
 * the model on pairs it has not seen, at no extra cost (prequential evaluation [1]).
 *
 * <p>Everything is computed from the window itself, oldest pair first, never from running sums: a window that was saved
 * and restored gives the same bits as one that was not. Not thread-safe.
 */
public final class Prequential {
    // [1] Dawid: Present position and potential developments: some personal views. Statistical theory: the
    //     prequential approach. J. R. Statist. Soc. A 147 (1984); Gama, Sebastiao, Rodrigues: On evaluating stream
    //     learning algorithms. Machine Learning 90 (2013), with sliding windows.

    private final float margin;

    // Rings: the pair recorded n-th is at n mod length.
    private final float[] distances;
    private final float[] losses;
    private final boolean[] similar;
    private final DriftDetector drift;
    private long recorded;

    /**
     * An empty window.
     *
     * @param windowPairs how many pairs are kept, &gt;= 1
     * @param loss what the pairs are scored by
     * @throws IllegalArgumentException when the size is out of range
     */
    public Prequential(int windowPairs, ContrastiveLoss loss) {
        if (windowPairs < 1) {
            throw new IllegalArgumentException("windowPairs must be >= 1, but was " + windowPairs);
        }
        this.margin = loss.margin();
        this.distances = new float[windowPairs];
        this.losses = new float[windowPairs];
        this.similar = new boolean[windowPairs];
        this.drift = new DriftDetector(loss);
    }

    /**
     * The window as it was, or its newest part where it is now smaller.
     *
     * @throws IllegalArgumentException when a size or a number of the state is out of range
     */
    public static Prequential restore(int windowPairs, ContrastiveLoss loss, PrequentialState state) {
        Prequential restored = new Prequential(windowPairs, loss);
        for (int i = Math.max(0, state.size() - windowPairs); i < state.size(); i++) {
            Label label = state.similar()[i] ? Label.SIMILAR : Label.DISSIMILAR;
            restored.record(state.distances()[i], label, state.losses()[i]);
        }
        return restored;
    }

    /**
     * Adds a pair as it was scored before it was learned; the oldest one leaves a full window.
     *
     * @param distance distance of the two embeddings, finite and &gt;= 0
     * @param loss contrastive loss, finite and &gt;= 0
     * @throws IllegalArgumentException when a number is out of range; the window is unchanged
     */
    public void record(float distance, Label label, float loss) {
        requireMeasure("distance", distance);
        requireMeasure("loss", loss);
        int slot = (int) (recorded++ % distances.length);
        distances[slot] = distance;
        losses[slot] = loss;
        similar[slot] = label == Label.SIMILAR;
        drift.record(loss);
    }

    /**
     * Whether the loss has grown. This looks further back than the window, and is not saved with it: after a restart it
     * is known again as far as the pairs of the saved window tell.
     */
    public Drift drift() {
        return drift.drift();
    }

    /** How good the scores in the window are; costs O(n log n) for n pairs. */
    public Quality quality() {
        PrequentialState pairs = state();
        Kind similarPairs = Kind.of(pairs, true);
        Kind dissimilarPairs = Kind.of(pairs, false);
        Separation separation = Separation.of(similarPairs.distances, dissimilarPairs.distances);
        return new Quality(
                similarPairs.size(),
                dissimilarPairs.size(),
                (similarPairs.lossSum + dissimilarPairs.lossSum) / pairs.size(),
                similarPairs.meanLoss(),
                dissimilarPairs.meanLoss(),
                similarPairs.meanDistance(),
                dissimilarPairs.meanDistance(),
                dissimilarPairs.shareBelow(margin),
                separation.auc(),
                separation.equalErrorRate(),
                separation.threshold(),
                separation.accuracy());
    }

    /** What the distances in the window say of pairs; costs as much as {@link #quality}. */
    public Calibration calibration() {
        PrequentialState pairs = state();
        Kind similarPairs = Kind.of(pairs, true);
        Kind dissimilarPairs = Kind.of(pairs, false);
        double threshold =
                Separation.of(similarPairs.distances, dissimilarPairs.distances).threshold();
        PrequentialState older = pairs.part(0, pairs.size() / 2);
        PrequentialState newer = pairs.part(pairs.size() / 2, pairs.size());
        double wrong = wrong(older, threshold(newer)) + wrong(newer, threshold(older));
        return Calibration.of(similarPairs.distances, dissimilarPairs.distances, threshold, wrong / pairs.size());
    }

    private static double threshold(PrequentialState pairs) {
        return Separation.of(Kind.of(pairs, true).distances, Kind.of(pairs, false).distances)
                .threshold();
    }

    /** How many of the pairs a threshold judges wrongly; NaN without one. */
    private static double wrong(PrequentialState pairs, double threshold) {
        double wrong = Double.isNaN(threshold) ? Double.NaN : 0;
        for (int i = 0; i < pairs.size(); i++) {
            wrong += pairs.distances()[i] < threshold == pairs.similar()[i] ? 0 : 1;
        }
        return wrong;
    }

    /** A copy of the window, oldest pair first. */
    public PrequentialState state() {
        int size = (int) Math.min(recorded, distances.length);
        PrequentialState state = new PrequentialState(new float[size], new float[size], new boolean[size]);
        for (int i = 0; i < size; i++) {
            int slot = (int) ((recorded - size + i) % distances.length);
            state.distances()[i] = distances[slot];
            state.losses()[i] = losses[slot];
            state.similar()[i] = similar[slot];
        }
        return state;
    }

    private static void requireMeasure(String name, float value) {
        if (!(value >= 0 && value <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " must be finite and >= 0, but was " + value);
        }
    }

    /** The pairs of one kind, their distances ascending. */
    private record Kind(float[] distances, double lossSum, double distanceSum) {

        static Kind of(PrequentialState pairs, boolean similar) {
            float[] distances = new float[pairs.size()];
            int size = 0;
            double lossSum = 0;
            double distanceSum = 0;
            for (int i = 0; i < pairs.size(); i++) {
                if (pairs.similar()[i] == similar) {
                    distances[size++] = pairs.distances()[i];
                    distanceSum += pairs.distances()[i];
                    lossSum += pairs.losses()[i];
                }
            }
            float[] ascending = Arrays.copyOf(distances, size);
            Arrays.sort(ascending);
            return new Kind(ascending, lossSum, distanceSum);
        }

        int size() {
            return distances.length;
        }

        double meanLoss() {
            return lossSum / size();
        }

        double meanDistance() {
            return distanceSum / size();
        }

        double shareBelow(float limit) {
            int below = 0;
            while (below < size() && distances[below] < limit) {
                below++;
            }
            return (double) below / size();
        }
    }
}
