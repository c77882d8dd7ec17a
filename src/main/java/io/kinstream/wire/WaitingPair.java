package io.kinstream.wire;

/**
 * A pair on its way through the join.
 *
 * @param source the event as it came, for the dead letter that it may become
 * @param pair what was read from it; a side that is already joined is {@link Side.Inline}
 */
public record WaitingPair(SourceRecord source, PairEvent pair) {}
