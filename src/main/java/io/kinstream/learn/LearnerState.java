package io.kinstream.learn;

import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;

/**
 * All that a learner is at one moment. Together with the same settings it goes on as if it had never stopped, bit for
 * bit. The arrays are copies of the learner's and taken over by whoever restores.
 *
 * @param seed of the first weights
 * @param loss what was made small
 * @param pairsLearned how many pairs the weights come from, the version of the model
 * @param parameters laid out as {@link Architecture} says
 * @param prequential the window of scored pairs
 */
public record LearnerState(
        Architecture architecture,
        long seed,
        ContrastiveLoss loss,
        long pairsLearned,
        float[] parameters,
        PrequentialState prequential) {}
