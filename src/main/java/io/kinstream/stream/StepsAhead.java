package io.kinstream.stream;

import io.kinstream.learn.BatchResult;
import io.kinstream.learn.DivergedException;
import io.kinstream.learn.Pair;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.SourceRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * The learner, and the steps that it is going to take. Another thread may take them, one after the other in their order,
 * while the caller's reads on: what a fetch brings comes in a burst, and the next one is waited for.
 *
 * <p>Of a step that is not finite nothing is applied, and none after it is taken before its pairs were tried one by one.
 */
final class StepsAhead {

    /** The records of so many pairs may be on their way, or one micro-batch, if it is larger. */
    static final int BYTES = 4 << 20;

    /** A small record counts as one of so many bytes: a commit waits for all pairs that are on their way. */
    static final int LEAST_BYTES = 8 << 10;

    /** A pair that is not learned yet, and the record it came from. */
    record Pending(SourceRecord source, LogEntry.Learn entry) {}

    /**
     * A micro-batch that was learned.
     *
     * @param pairsLearned how many pairs were learned with it since the model began
     * @param refused those of its pairs that could not be learned
     */
    record Step(BatchResult result, long pairsLearned, List<Pending> refused) {}

    /** @param end the records that ended it early: none or one */
    private record Batch(List<Pending> pending, List<SourceRecord> end) {

        int size() {
            return pending.size();
        }

        int bytes() {
            return pending.stream()
                    .mapToInt(pair -> Math.max(LEAST_BYTES, pair.source().value().length))
                    .sum();
        }

        List<Pair> pairs() {
            return pending.stream().map(pair -> pair.entry().pair()).toList();
        }

        Stream<SourceRecord> records() {
            return Stream.concat(pending.stream().map(Pending::source), end.stream());
        }
    }

    /**
     * A step that is on its way.
     *
     * @param taken empty if it was not finite, or one before it, and nothing was learned
     */
    private record Begun(Batch batch, CompletableFuture<Optional<Step>> taken) {

        Optional<Step> await() {
            try {
                return taken.join();
            } catch (CompletionException e) {
                throw new IllegalStateException(
                        "the step from " + batch.pending().get(0).entry().origin() + " on failed: "
                                + e.getCause().getMessage(),
                        e.getCause());
            }
        }
    }

    private final SiameseLearner learner;
    private final Executor executor;
    private final Consumer<Step> listener;
    private final LongPredicate waitsFor;
    private final Deque<Batch> toBegin = new ArrayDeque<>(); // empty between calls
    private final Deque<Begun> begun = new ArrayDeque<>();
    private int bytesBegun;
    private long pairsLearnedThen; // when all that is begun is learned
    private boolean lastIsWaitedFor;

    /**
     * A learner none of whose steps is on its way.
     *
     * @param executor runs the steps
     * @param listener told of each step that was taken, by the thread that calls this object; others may have been taken since
     * @param waitsFor whether the listener must be told of the step after which so many pairs are learned before another begins
     */
    StepsAhead(SiameseLearner learner, Executor executor, Consumer<Step> listener, LongPredicate waitsFor) {
        this.learner = learner;
        this.executor = executor;
        this.listener = listener;
        this.waitsFor = waitsFor;
        this.pairsLearnedThen = learner.pairsLearned();
    }

    /**
     * Begins the step of a micro-batch, to be taken after those that are on their way. Waits if they are too many.
     *
     * @param end the records that ended the micro-batch early: none or one
     * @throws IllegalStateException if the model has diverged
     */
    void begin(List<Pending> pending, List<SourceRecord> end) {
        toBegin.add(new Batch(pending, end));
        beginAll();
        while (!begun.isEmpty() && begun.peek().taken().isDone()) {
            tellFirst();
            beginAll();
        }
    }

    /**
     * Waits for all steps that are on their way, and tells the listener what came of them.
     *
     * @return whether there were any
     * @throws IllegalStateException if the model has diverged
     */
    boolean settle() {
        boolean any = !begun.isEmpty();
        while (!begun.isEmpty()) {
            tellFirst();
            beginAll();
        }
        return any;
    }

    private void beginAll() {
        while (!toBegin.isEmpty()) {
            boolean mustWait = lastIsWaitedFor || bytesBegun + toBegin.peek().bytes() > BYTES;
            if (mustWait && !begun.isEmpty()) {
                tellFirst();
            } else {
                begin(toBegin.remove());
            }
        }
    }

    private void begin(Batch batch) {
        Begun last = begun.peekLast();
        begun.add(new Begun(
                batch,
                last == null
                        ? CompletableFuture.supplyAsync(() -> learn(batch), executor)
                        : last.taken().thenApplyAsync(before -> before.flatMap(step -> learn(batch)), executor)));
        bytesBegun += batch.bytes();
        pairsLearnedThen += batch.size();
        lastIsWaitedFor = waitsFor.test(pairsLearnedThen);
    }

    /** Runs in the executor. */
    private Optional<Step> learn(Batch batch) {
        return learner.learnTogether(batch.pairs())
                ? Optional.of(new Step(learner.learned(batch.size()), learner.pairsLearned(), List.of()))
                : Optional.empty();
    }

    private void tellFirst() {
        Begun first = begun.peek();
        Optional<Step> taken = first.await();
        if (taken.isEmpty()) {
            takeBack();
        }
        begun.remove();
        bytesBegun -= first.batch().bytes();
        listener.accept(taken.orElseGet(() -> learnOneByOne(first.batch())));
    }

    /** After a step that is not finite none was taken: they begin again when its pairs have been tried. */
    private void takeBack() {
        while (begun.size() > 1) {
            Batch last = begun.removeLast().batch();
            bytesBegun -= last.bytes();
            toBegin.addFirst(last);
        }
    }

    private Step learnOneByOne(Batch batch) {
        try {
            BatchResult result = learner.learnOneByOne(batch.pairs());
            pairsLearnedThen = learner.pairsLearned();
            return new Step(
                    result,
                    pairsLearnedThen,
                    result.refused().stream().map(batch.pending()::get).toList());
        } catch (DivergedException e) {
            throw new IllegalStateException(
                    e.getMessage() + ", last at the pair from "
                            + batch.pending().get(e.index()).entry().origin()
                            + "; nothing since the last commit is kept. Lower"
                            + " train.learning.rate, and start another model with an application.id and a topics.prefix of its own");
        }
    }

    /** The learner, when no step is on its way. It may have weights of steps that the listener was not told of. */
    SiameseLearner learner() {
        begun.forEach(Begun::await);
        return learner;
    }

    /** How many of the pairs are not learned when no step is on its way. */
    int unlearned() {
        return notTaken().mapToInt(Batch::size).sum();
    }

    /** The records of these pairs, and what ended their micro-batches early, in their order. */
    List<SourceRecord> unlearnedRecords() {
        return notTaken().flatMap(Batch::records).toList();
    }

    private Stream<Batch> notTaken() {
        Stream<Batch> failed =
                begun.stream().filter(step -> step.await().isEmpty()).map(Begun::batch);
        return Stream.concat(failed, toBegin.stream());
    }
}
