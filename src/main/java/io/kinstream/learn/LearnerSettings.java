package io.kinstream.learn;

import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.GradientStep;
import io.kinstream.nn.InputScaling;

/**
 * What a learner is made from.
 *
 * @param seed of the first weights
 * @param loss what is made small
 * @param windowPairs how many of the newest pairs the live quality is computed from, &gt;= 1
 * @param inputs how a step sees the features
 * @param labelWeights factors on the pairs of each kind
 * @param clip limit of how the loss of a pair changes with its distance, see {@link GradientStep}; 0: there is none
 * @param replay what of the stream is learned again
 */
public record LearnerSettings(
        Architecture architecture,
        long seed,
        ContrastiveLoss loss,
        LearningRate learningRate,
        int windowPairs,
        InputScaling inputs,
        LabelWeights labelWeights,
        float clip,
        ReplaySettings replay) {

    /** Settings by which each pair is learned once. */
    public LearnerSettings(
            Architecture architecture,
            long seed,
            ContrastiveLoss loss,
            LearningRate learningRate,
            int windowPairs,
            InputScaling inputs,
            LabelWeights labelWeights,
            float clip) {
        this(architecture, seed, loss, learningRate, windowPairs, inputs, labelWeights, clip, ReplaySettings.OFF);
    }

    /** Plain stochastic gradient descent. */
    public LearnerSettings(
            Architecture architecture, long seed, ContrastiveLoss loss, LearningRate learningRate, int windowPairs) {
        this(architecture, seed, loss, learningRate, windowPairs, InputScaling.RAW, LabelWeights.EQUAL, 0);
    }

    /** The same with another replay. */
    public LearnerSettings with(ReplaySettings replay) {
        return new LearnerSettings(
                architecture, seed, loss, learningRate, windowPairs, inputs, labelWeights, clip, replay);
    }
}
