package io.kinstream.nn;

/** One half of the contrastive loss: what a distance between two embeddings costs. */
public interface DistanceLoss {
    /** The loss of a pair at this distance, &gt;= 0. */
    float loss(float distance);

    /** The derivative of the loss: how hard the pair is pulled together (&gt; 0) or pushed apart (&lt; 0). */
    float slope(float distance);
}
