package io.kinstream.learn;

import io.kinstream.nn.Architecture;
import io.kinstream.nn.ClippedForce;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.InputScaling;

/**
 * What a learner is made from.
 *
 * @param seed of the first weights
 * @param margin distance from which dissimilar pairs are left alone, &gt; 0
 * @param windowPairs how many of the newest pairs the live quality is computed from, &gt;= 1
 * @param inputs how a step sees the features
 * @param labelWeights factors on the pairs of each kind
 * @param clip the force on a pair is at most so many margins; 0: there is no limit
 */
public record LearnerSettings(
        Architecture architecture,
        long seed,
        float margin,
        LearningRate learningRate,
        int windowPairs,
        InputScaling inputs,
        LabelWeights labelWeights,
        float clip) {

    /** Plain stochastic gradient descent. */
    public LearnerSettings(
            Architecture architecture, long seed, float margin, LearningRate learningRate, int windowPairs) {
        this(architecture, seed, margin, learningRate, windowPairs, InputScaling.RAW, LabelWeights.EQUAL, 0);
    }

    /** The loss whose gradient the learner descends. */
    ContrastiveLoss loss() {
        ContrastiveLoss loss = ContrastiveLoss.drlim(margin);
        return clip == 0 ? loss : ClippedForce.of(loss, clip * margin);
    }
}
