package io.kinstream.learn;

import io.kinstream.nn.Features;
import io.kinstream.nn.Label;

/**
 * A labelled pair, complete and checked: both vectors fit the encoder and are finite.
 *
 * @param weight factor on the pair's loss and gradient, &gt; 0, usually 1
 */
public record Pair(Features left, Features right, Label label, float weight) {
    /**
     * Whether two equal items are called dissimilar, which cannot be learned: no encoder tells them apart. The loss of such
     * a pair is that of distance 0, and has no gradient.
     */
    public boolean isContradictory() {
        return label == Label.DISSIMILAR && left.sameAs(right);
    }
}
