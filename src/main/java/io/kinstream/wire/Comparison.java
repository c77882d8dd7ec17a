package io.kinstream.wire;

/** Two items of whom it is asked whether they are the same; features given here fit the encoder. */
public record Comparison(Side left, Side right) {}
