package io.kinstream.wire;

import io.kinstream.nn.Label;

/**
 * A labelled pair as users send it.
 *
 * @param weight factor on the pair's loss and gradient, &gt; 0 and finite, 1 when not given
 */
public record PairEvent(Side left, Side right, Label label, float weight) {}
