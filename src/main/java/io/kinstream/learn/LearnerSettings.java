package io.kinstream.learn;

import io.kinstream.nn.Architecture;

/**
 * What a learner is made from.
 *
 * @param seed of the first weights
 * @param margin distance from which dissimilar pairs are left alone, &gt; 0
 * @param windowPairs how many of the newest pairs the live quality is computed from, &gt;= 1
 */
public record LearnerSettings(
        Architecture architecture, long seed, float margin, LearningRate learningRate, int windowPairs) {}
