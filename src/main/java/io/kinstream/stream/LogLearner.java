package io.kinstream.stream;

import io.kinstream.learn.BatchResult;
import io.kinstream.learn.DivergedException;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A learner that is fed the records of its log, one after the other. What a micro-batch is, is decided here alone: every
 * {@code train.batch.size} pairs, and those that an entry of the log ends early. So a replay of the log comes to the
 * same weights as the application did.
 */
final class LogLearner {

    /** A pair of the micro-batch that is not full yet, and the record it came from. */
    record Pending(SourceRecord source, LogEntry.Learn entry) {}

    /** A micro-batch that was learned, and those of its pairs that could not be. */
    record Step(BatchResult result, List<Pending> refused) {}

    private final SiameseLearner learner;
    private final LearnInput input;
    private final int batchSize;
    private final List<Pending> pending = new ArrayList<>();
    private OptionalLong position;

    /**
     * A learner with no pairs pending.
     *
     * @param position where the log goes on; empty if that is not known before a record is read
     */
    LogLearner(SiameseLearner learner, LearnInput input, int batchSize, OptionalLong position) {
        this.learner = learner;
        this.input = input;
        this.batchSize = batchSize;
        this.position = position;
    }

    /** Takes back a pair that was pending when the learner's state was kept; they come in their order. */
    void restore(SourceRecord kept) {
        try {
            pending.add(new Pending(kept, (LogEntry.Learn) input.read(kept)));
            position = OptionalLong.of(Math.max(position.orElse(0), kept.offset() + 1));
        } catch (BadEventException e) {
            throw new IllegalStateException("a kept pair must be readable, but " + e.getMessage(), e);
        }
    }

    /**
     * Takes the next record of the log.
     *
     * @return the step that was taken, if the record ended a micro-batch
     * @throws BadEventException if it cannot be learned from; it is passed over
     */
    Optional<Step> read(SourceRecord record) throws BadEventException {
        position = OptionalLong.of(record.offset() + 1);
        if (input.read(record) instanceof LogEntry.Learn pair) {
            pending.add(new Pending(record, pair));
            return pending.size() < batchSize ? Optional.empty() : endMicroBatch();
        }
        return endMicroBatch();
    }

    /**
     * Learns the pairs that are pending, if there are any, before the micro-batch is full.
     *
     * @throws IllegalStateException if the model has diverged
     */
    Optional<Step> endMicroBatch() {
        if (pending.isEmpty()) {
            return Optional.empty();
        }
        BatchResult result = learn();
        List<Pending> refused = result.refused().stream().map(pending::get).toList();
        pending.clear();
        return Optional.of(new Step(result, refused));
    }

    private BatchResult learn() {
        try {
            return learner.learn(
                    pending.stream().map(pair -> pair.entry().pair()).toList());
        } catch (DivergedException e) {
            throw new IllegalStateException(
                    e.getMessage() + ", last at the pair from "
                            + pending.get(e.index()).entry().origin() + "; nothing since the last commit is kept. Lower"
                            + " train.learning.rate, and start another model with an application.id and a topics.prefix of its own");
        }
    }

    SiameseLearner learner() {
        return learner;
    }

    /** How many pairs were read, but are not learned yet. */
    int pending() {
        return pending.size();
    }

    /** The records of the pairs that are not learned yet, in their order. */
    List<SourceRecord> pendingRecords() {
        return pending.stream().map(Pending::source).toList();
    }

    /** The offset after the last record that was read, if known. */
    OptionalLong position() {
        return position;
    }

    /** The offset of the first record that is not in the weights: where a replay goes on from them, if known. */
    OptionalLong logOffset() {
        return pending.isEmpty()
                ? position
                : OptionalLong.of(pending.get(0).source().offset());
    }
}
