package io.kinstream.stream;

import io.kinstream.learn.BatchResult;
import io.kinstream.learn.DivergedException;
import io.kinstream.learn.Pair;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A learner that is fed the records of its log, one after the other. What a micro-batch is, is decided here alone: every
 * {@code train.batch.size} pairs, and those that an entry of the log ends early. So a replay of the log comes to the
 * same weights as the application did.
 *
 * <p>A step may be taken by another thread, while the caller's reads what comes next. There is never more than one step
 * on its way, and whoever asks for the learner waits for it.
 */
final class LogLearner {

    /** A pair that is not learned yet, and the record it came from. */
    record Pending(SourceRecord source, LogEntry.Learn entry) {}

    /** A micro-batch that was learned, and those of its pairs that could not be. */
    record Step(BatchResult result, List<Pending> refused) {}

    /**
     * A micro-batch whose step is on its way.
     *
     * @param end the records that ended it early: none or one
     * @param taken false if it was not finite, and nothing was learned
     */
    private record Begun(List<Pending> batch, List<SourceRecord> end, CompletableFuture<Boolean> taken) {}

    private final SiameseLearner learner;
    private final LearnInput input;
    private final int batchSize;
    private final Executor steps;
    private final Consumer<Step> listener;
    private final List<SourceRecord> kept = new ArrayList<>(); // taken back, but not looked at yet
    private final List<Pending> pending = new ArrayList<>();
    private Begun begun; // null: no step is on its way
    private OptionalLong position;

    /**
     * A learner with no pairs pending.
     *
     * @param position where the log goes on; empty if that is not known before a record is read
     * @param steps runs the steps
     * @param listener told of each step that was taken, by the thread that calls this object, and before the next begins
     */
    LogLearner(
            SiameseLearner learner,
            LearnInput input,
            int batchSize,
            OptionalLong position,
            Executor steps,
            Consumer<Step> listener) {
        this.learner = learner;
        this.input = input;
        this.batchSize = batchSize;
        this.position = position;
        this.steps = steps;
        this.listener = listener;
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
            pending.add(new Pending(record, pair));
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
        tellStep();
        if (!pending.isEmpty()) {
            List<Pending> batch = List.copyOf(pending);
            pending.clear();
            List<Pair> pairs = pairs(batch);
            begun = new Begun(batch, end, CompletableFuture.supplyAsync(() -> learner.learnTogether(pairs), steps));
            if (begun.taken().isDone()) {
                tellStep();
            }
        }
    }

    /**
     * Waits for the step that is on its way, if there is one, and tells the listener what came of it.
     *
     * @return whether there was one
     * @throws IllegalStateException if the model has diverged
     */
    boolean settle() {
        resume();
        return tellStep();
    }

    private boolean tellStep() {
        if (begun == null) {
            return false;
        }
        boolean taken = awaitStep();
        List<Pending> batch = begun.batch();
        begun = null;
        BatchResult result = taken ? learner.learned(batch.size()) : learnOneByOne(batch);
        listener.accept(
                new Step(result, result.refused().stream().map(batch::get).toList()));
        return true;
    }

    /** Waits for the step that is on its way; returns false if it was not finite, and nothing was learned. */
    private boolean awaitStep() {
        try {
            return begun.taken().join();
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "the step from " + begun.batch().get(0).entry().origin() + " on failed: "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
    }

    private BatchResult learnOneByOne(List<Pending> batch) {
        try {
            return learner.learnOneByOne(pairs(batch));
        } catch (DivergedException e) {
            throw new IllegalStateException(
                    e.getMessage() + ", last at the pair from "
                            + batch.get(e.index()).entry().origin()
                            + "; nothing since the last commit is kept. Lower"
                            + " train.learning.rate, and start another model with an application.id and a topics.prefix of its own");
        }
    }

    private static List<Pair> pairs(List<Pending> batch) {
        return batch.stream().map(pair -> pair.entry().pair()).toList();
    }

    /** The learner, when no step is on its way. It has a step's weights before the listener is told of it. */
    SiameseLearner learner() {
        if (begun != null) {
            awaitStep();
        }
        return learner;
    }

    /** Waits for the step that is on its way, if there is one; its pairs are not learned if it failed. */
    private boolean hasFailed() {
        return begun != null && !awaitStep();
    }

    /** How many pairs were read, but are not learned yet. */
    int pending() {
        return kept.size() + pending.size() + (hasFailed() ? begun.batch().size() : 0);
    }

    /** How many pairs wait for the micro-batch to be full. */
    int waiting() {
        return pending.size();
    }

    /** The records whose pairs are not learned yet, and what ended a micro-batch of them early, in their order. */
    List<SourceRecord> pendingRecords() {
        List<SourceRecord> records = new ArrayList<>();
        if (hasFailed()) {
            begun.batch().forEach(pair -> records.add(pair.source()));
            records.addAll(begun.end());
        }
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
