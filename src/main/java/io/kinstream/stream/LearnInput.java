package io.kinstream.stream;

import io.kinstream.learn.Pair;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.CorruptDataException;
import io.kinstream.wire.EventDecoder;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.LogEntryCodec;
import io.kinstream.wire.PairEvent;
import io.kinstream.wire.Reason;
import io.kinstream.wire.Side;
import io.kinstream.wire.SourceRecord;

/** How the learner reads its topic: the training log, or, in direct mode, the users' own pairs. */
@FunctionalInterface
interface LearnInput {

    /** @throws BadEventException if the record is not a pair that can be learned */
    LogEntry read(SourceRecord record) throws BadEventException;

    /**
     * Reads the training log. A record that is not of it is not passed over: what is learned must be what a replay of
     * the log learns, so the program stops with an {@link IllegalStateException}.
     */
    static LearnInput log() {
        return record -> {
            try {
                return LogEntryCodec.decode(record.value() == null ? new byte[0] : record.value());
            } catch (CorruptDataException e) {
                throw new IllegalStateException(
                        "the training log must hold only what this program wrote, but at " + record.origin() + ": "
                                + e.getMessage(),
                        e);
            }
        };
    }

    /** Reads pair events, all of whose features must be inline. */
    static LearnInput direct(EventDecoder decoder) {
        return record -> {
            PairEvent event = decoder.pair(record);
            if (event.left() instanceof Side.Inline left && event.right() instanceof Side.Inline right) {
                Pair pair = new Pair(left.features(), right.features(), event.label(), event.weight());
                return new LogEntry.Learn(record.origin(), pair);
            }
            throw new BadEventException(
                    Reason.NO_JOIN,
                    "left and right must be inline features in direct mode (train.direct=true), but one was an item id");
        };
    }
}
