package io.kinstream.stream;

import io.kinstream.learn.SiameseLearner;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A learner that is fed the records of its log, one after the other. What a micro-batch is, is decided here alone: every
 * {@code train.batch.size} pairs, and those that an entry of the log ends early. So a replay of the log comes to the
 * same weights as the application did.
 *
 * <p>Steps may be taken by another thread, while the caller's reads what comes next, see {@link StepsAhead}. Whoever asks
 * for the learner waits for them.
 */
final class LogLearner {

    private final LearnInput input;
    private final int batchSize;
    private final StepsAhead steps;
    private final List<SourceRecord> kept = new ArrayList<>(); // taken back, but not looked at yet
    private final List<StepsAhead.Pending> pending = new ArrayList<>();
    private OptionalLong position;

    /**
     * A learner with no pairs pending.
     *
     * @param position where the log goes on; empty if that is not known before a record is read
     */
    LogLearner(LearnInput input, int batchSize, OptionalLong position, StepsAhead steps) {
        this.input = input;
        this.batchSize = batchSize;
        this.position = position;
        this.steps = steps;
    }

    /**
     * Takes back a record whose pair was not learned when the learner's state was kept; they come in their order. It is
     * looked at when the next record comes, or at the next {@link #settle}.
     */
    void restore(SourceRecord record) {
        kept.add(record);
        position = OptionalLong.of(Math.max(position.orElse(0), record.offset() + 1));
    }

    private void resume() {
        List<SourceRecord> records = List.copyOf(kept);
        kept.clear();
        for (SourceRecord record : records) {
            try {
                take(record);
            } catch (BadEventException e) {
                throw new IllegalStateException("a kept pair must be readable, but " + e.getMessage(), e);
            }
        }
    }

    /**
     * Takes the next record of the log.
     *
     * @throws BadEventException if it cannot be learned from; it is passed over
     * @throws IllegalStateException if the model has diverged
     */
    void read(SourceRecord record) throws BadEventException {
        resume();
        position = OptionalLong.of(record.offset() + 1);
        take(record);
    }

    private void take(SourceRecord record) throws BadEventException {
        LogEntry entry = input.read(record);
        if (entry instanceof LogEntry.Flush) {
            endMicroBatch(List.of(record));
        } else if (entry instanceof LogEntry.Learn pair) {
            pending.add(new StepsAhead.Pending(record, pair));
            if (pending.size() == batchSize) {
                endMicroBatch(List.of());
            }
        }
    }

    /** Learns the pairs that are pending, if there are any, before the micro-batch is full. */
    void endMicroBatch() {
        resume();
        endMicroBatch(List.of());
    }

    private void endMicroBatch(List<SourceRecord> end) {
        if (!pending.isEmpty()) {
            List<StepsAhead.Pending> batch = List.copyOf(pending);
            pending.clear();
            steps.begin(batch, end);
        }
    }

    /**
     * Waits for the steps that are on their way, and has told what came of them.
     *
     * @return whether there were any
     * @throws IllegalStateException if the model has diverged
     */
    boolean settle() {
        resume();
        return steps.settle();
    }

    /** The learner, when no step is on its way. */
    SiameseLearner learner() {
        return steps.learner();
    }

    /** How many pairs were read, but are not learned yet. */
    int pending() {
        return kept.size() + pending.size() + steps.unlearned();
    }

    /** How many pairs wait for the micro-batch to be full. */
    int waiting() {
        return pending.size();
    }

    /** The records whose pairs are not learned yet, and what ended a micro-batch of them early, in their order. */
    List<SourceRecord> pendingRecords() {
        List<SourceRecord> records = new ArrayList<>(steps.unlearnedRecords());
        pending.forEach(pair -> records.add(pair.source()));
        records.addAll(kept);
        return records;
    }

    /** The offset after the last record that was read, if known. */
    OptionalLong position() {
        return position;
    }

    /** The offset of the first record that is not in the weights: where a replay goes on from them, if known. */
    OptionalLong logOffset() {
        List<SourceRecord> records = pendingRecords();
        return records.isEmpty() ? position : OptionalLong.of(records.get(0).offset());
    }
}
