package io.kinstream.wire;

import io.kinstream.nn.Features;

/** Two items whose distance is asked for; their features fit the encoder. */
public record Comparison(Features left, Features right) {}
