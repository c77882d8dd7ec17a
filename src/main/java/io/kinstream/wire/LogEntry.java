package io.kinstream.wire;

import io.kinstream.learn.Pair;

/** A record of the training log: the learner is a pure fold over these. */
public sealed interface LogEntry {

    /**
     * A pair to learn.
     *
     * @param origin the event it was made of
     */
    record Learn(Origin origin, Pair pair) implements LogEntry {}

    /** Apply the partly filled micro-batch now. That time was up is on the log, so that a replay sees the same batches. */
    record Flush() implements LogEntry {}

    /** Nothing to learn: a learner that has read nothing yet wrote it, to have something to read. */
    record WakeUp() implements LogEntry {}
}
