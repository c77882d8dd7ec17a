package io.kinstream.learn;

import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;

/**
 * What a learner is made from.
 *
 * @param seed of the first weights
 * @param loss what is made small
 * @param windowPairs how many of the newest pairs the live quality is computed from, &gt;= 1
 */
public record LearnerSettings(
        Architecture architecture, long seed, ContrastiveLoss loss, LearningRate learningRate, int windowPairs) {}
