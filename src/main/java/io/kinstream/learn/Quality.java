package io.kinstream.learn;

/**
 * How well the model told similar from dissimilar pairs just before it learned from them (prequential, "test then
 * train"), over a window of the newest pairs. A value that is not defined, because the window holds no pair of a kind
 * it needs, is NaN.
 *
 * @param similarPairs how many similar pairs the window holds
 * @param dissimilarPairs how many dissimilar pairs the window holds
 * @param meanLoss mean contrastive loss of all pairs, &gt;= 0
 * @param similarLoss mean loss of the similar pairs, &gt;= 0
 * @param dissimilarLoss mean loss of the dissimilar pairs, &gt;= 0
 * @param similarDistance mean distance of the similar pairs, &gt;= 0; should fall towards 0
 * @param dissimilarDistance mean distance of the dissimilar pairs, &gt;= 0; should reach the margin
 * @param insideMargin share of the dissimilar pairs closer than the margin, the ones still being pushed, [0..1]
 * @param auc chance that a random similar pair is closer than a random dissimilar one, a tie counted half, [0..1]; 0.5
 *     is guessing
 * @param equalErrorRate the error rate at the distance where as many similar pairs are taken for dissimilar as the
 *     other way round, [0..1]
 * @param threshold "similar below this distance" is the rule that judges the most pairs of the window correctly
 * @param accuracy share of pairs judged correctly by that rule, [0..1]; compare it with the share of the commoner kind
 */
public record Quality(
        long similarPairs,
        long dissimilarPairs,
        double meanLoss,
        double similarLoss,
        double dissimilarLoss,
        double similarDistance,
        double dissimilarDistance,
        double insideMargin,
        double auc,
        double equalErrorRate,
        double threshold,
        double accuracy) {}
