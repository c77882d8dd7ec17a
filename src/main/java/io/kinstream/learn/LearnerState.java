package io.kinstream.learn;

import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;

/**
 * All that a learner is at one moment, but for a replay buffer ({@link Reservoir}). Together with it and the same settings it
 * goes on as if it had never stopped, bit for bit. The arrays are copies of the learner's and taken over by whoever restores.
 *
 * @param seed of the first weights
 * @param loss what was made small
 * @param pairsLearned how many pairs the weights come from, the version of the model
 * @param parameters laid out as {@link Architecture} says
 * @param statistics what steps depend on besides the weights: the share of similar pairs, how many pairs it runs over, the
 *     mean square of the inputs, how many rows it runs over, then their mean if they are centred; empty where steps
 *     depend on nothing else
 * @param prequential the window of scored pairs
 */
public record LearnerState(
        Architecture architecture,
        long seed,
        ContrastiveLoss loss,
        long pairsLearned,
        float[] parameters,
        float[] statistics,
        PrequentialState prequential) {
    /** A state without statistics. */
    public LearnerState(
            Architecture architecture,
            long seed,
            ContrastiveLoss loss,
            long pairsLearned,
            float[] parameters,
            PrequentialState prequential) {
        this(architecture, seed, loss, pairsLearned, parameters, new float[0], prequential);
    }

    /** The same with other statistics. */
    public LearnerState with(float[] statistics) {
        return new LearnerState(architecture, seed, loss, pairsLearned, parameters, statistics, prequential);
    }

    /** The most numbers that {@code statistics} can have. */
    public static int mostStatistics(Architecture architecture) {
        return 4 + architecture.inputs();
    }
}
