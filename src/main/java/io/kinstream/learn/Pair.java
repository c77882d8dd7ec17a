package io.kinstream.learn;

import io.kinstream.nn.Features;
import io.kinstream.nn.Label;

/**
 * A labelled pair, complete and checked: both vectors fit the encoder and are finite.
 *
 * @param weight factor on the pair's loss and gradient, &gt; 0, usually 1
 */
public record Pair(Features left, Features right, Label label, float weight) {}
