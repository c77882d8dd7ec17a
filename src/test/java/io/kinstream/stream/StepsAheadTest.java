package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.Pair;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.Origin;
import io.kinstream.wire.SourceRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Steps of several micro-batches that were begun before the first of them was taken. */
class StepsAheadTest {

    private static final KinstreamConfig CONFIG = TestConfig.of();
    private static final long DAMAGED = 1000; // the pair from this offset on makes no finite step

    private final SiameseLearner learner = new SiameseLearner(CONFIG.learnerSettings());
    private final Queue<Runnable> handedOver = new ArrayDeque<>();
    private final List<Long> told = new ArrayList<>();

    @Test
    void stepsBegunTogetherComeToTheWeightsOfOneAfterTheOther() {
        StepsAhead steps = steps(handedOver::add);
        begin(steps, 0, 1, 2);
        begin(steps, 3, 4);
        begin(steps, 5);
        assertEquals(1, handedOver.size(), "the second comes after the first");
        for (Runnable step = handedOver.poll(); step != null; step = handedOver.poll()) {
            step.run();
        }
        assertEquals(List.of(), told, "the caller is told, and it was not here");

        assertEquals(6, steps.learner().pairsLearned());
        assertTrue(steps.settle());
        assertEquals(List.of(3L, 5L, 6L), told);
        assertFalse(steps.settle());
        assertWeights(learned(new long[] {0, 1, 2}, new long[] {3, 4}, new long[] {5}));
    }

    @Test
    void whoAsksForTheLearnerWaitsForTheStepsThatAreOnTheirWay() {
        StepsAhead steps = steps(whenWaitedFor());
        begin(steps, 0, 1);
        begin(steps, 2);
        assertEquals(3, steps.learner().pairsLearned());
    }

    @Test
    void onlySoManyPairsAreOnTheirWay() {
        CountDownLatch others = new CountDownLatch(1);
        StepsAhead steps = steps(firstWhenWaitedForAndThenOthers(others));
        long[] third = LongStream.range(0, StepsAhead.BYTES / StepsAhead.LEAST_BYTES / 3 + 1)
                .toArray();
        begin(steps, third);
        begin(steps, third);
        assertEquals(List.of(), told);
        begin(steps, third);
        assertEquals(List.of((long) third.length), told);
        others.countDown();
        begin(steps, LongStream.range(0, 3L * third.length).toArray());
        assertEquals(List.of(1L * third.length, 2L * third.length, 3L * third.length), told.subList(0, 3));
    }

    @Test
    void largeRecordsCountByTheirSize() {
        CountDownLatch others = new CountDownLatch(1);
        StepsAhead steps = steps(firstWhenWaitedForAndThenOthers(others));
        for (int i = 0; i < 2; i++) {
            steps.begin(List.of(pending(i, new byte[StepsAhead.BYTES / 2])), List.of());
        }
        assertEquals(List.of(), told);
        begin(steps, 2);
        assertEquals(List.of(1L), told);
        others.countDown();
    }

    @Test
    void nothingBeginsBeforeAStepThatIsWaitedForWasTold() {
        List<Long> unlearned = new ArrayList<>();
        StepsAhead[] steps = new StepsAhead[1];
        Consumer<StepsAhead.Step> listener = step -> {
            told.add(step.pairsLearned());
            if (step.pairsLearned() == 4) {
                assertEquals(4, steps[0].learner().pairsLearned());
                unlearned.addAll(offsets(steps[0]));
            }
        };
        steps[0] = new StepsAhead(learner, whenWaitedFor(), listener, pairs -> pairs == 4);
        begin(steps[0], 0, 1);
        begin(steps[0], 2, 3);
        assertEquals(List.of(), told);
        begin(steps[0], 4, 5);
        assertEquals(List.of(2L, 4L), told);
        assertEquals(List.of(4L, 5L), unlearned, "what has not begun is not forgotten");
        steps[0].settle();
        assertEquals(List.of(2L, 4L, 6L), told);
    }

    @Test
    void afterAStepThatIsNotFiniteNoneIsTakenBeforeItsPairsWereTriedOneByOne() {
        List<List<Long>> unlearned = new ArrayList<>();
        List<Long> refused = new ArrayList<>();
        List<Long> asked = new ArrayList<>();
        StepsAhead[] steps = new StepsAhead[1];
        Consumer<StepsAhead.Step> listener = step -> {
            told.add(step.pairsLearned());
            step.refused().forEach(pair -> refused.add(pair.source().offset()));
            unlearned.add(offsets(steps[0]));
        };
        steps[0] = new StepsAhead(learner, whenWaitedFor(), listener, pairs -> !asked.add(pairs));
        begin(steps[0], 0, 1);
        steps[0].begin(pairs(2, DAMAGED, 3), List.of(source(99, new byte[0])));
        begin(steps[0], 4, 5);
        begin(steps[0], 6);
        assertEquals(2, steps[0].learner().pairsLearned());
        assertEquals(6, steps[0].unlearned());
        assertEquals(List.of(2L, DAMAGED, 3L, 99L, 4L, 5L, 6L), offsets(steps[0]));

        steps[0].settle();
        assertEquals(List.of(2L, 4L, 6L, 7L), told);
        assertEquals(List.of(DAMAGED), refused);
        assertEquals(List.of(4L, 5L, 6L), unlearned.get(1), "when the damaged pair was refused");
        assertEquals(List.of(), unlearned.get(3));
        assertEquals(List.of(2L, 5L, 7L, 8L, 6L, 7L), asked, "a refused pair does not count");
        assertWeights(learned(new long[] {0, 1}, new long[] {2}, new long[] {3}, new long[] {4, 5}, new long[] {6}));
    }

    @Test
    void aSecondStepThatIsNotFiniteIsHandledLikeTheFirst() {
        StepsAhead steps = steps(whenWaitedFor());
        begin(steps, 0, DAMAGED);
        begin(steps, 1, DAMAGED + 1);
        begin(steps, 2, 3);
        assertEquals(6, steps.unlearned());
        steps.settle();
        assertEquals(List.of(1L, 2L, 4L), told);
        assertWeights(learned(new long[] {0}, new long[] {1}, new long[] {2, 3}));

        begin(
                steps,
                LongStream.range(1, StepsAhead.BYTES / StepsAhead.LEAST_BYTES).toArray());
        begin(steps, 0);
        assertEquals(3, told.size(), "there is room for as many as before");
    }

    private StepsAhead steps(Executor executor) {
        return new StepsAhead(learner, executor, step -> told.add(step.pairsLearned()), pairs -> false);
    }

    /** Takes a step only while the test's thread waits for one. */
    private static Executor whenWaitedFor() {
        Thread asking = Thread.currentThread();
        return step -> new Thread(() -> {
                    awaitWaiting(asking);
                    step.run();
                })
                .start();
    }

    /** Takes the first step only while the test's thread waits for it, and the others when it is told to. */
    private static Executor firstWhenWaitedForAndThenOthers(CountDownLatch others) {
        Thread asking = Thread.currentThread();
        AtomicBoolean first = new AtomicBoolean(true);
        return step -> new Thread(() -> {
                    if (first.getAndSet(false)) {
                        awaitWaiting(asking);
                    } else {
                        awaitQuietly(others);
                    }
                    step.run();
                })
                .start();
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SiameseLearner learned(long[]... batches) {
        SiameseLearner alone = new SiameseLearner(CONFIG.learnerSettings());
        for (long[] batch : batches) {
            alone.learn(pairs(batch).stream().map(pair -> pair.entry().pair()).toList());
        }
        return alone;
    }

    private void assertWeights(SiameseLearner expected) {
        assertArrayEquals(expected.encoder().parameters(), learner.encoder().parameters());
        assertEquals(expected.pairsLearned(), learner.pairsLearned());
    }

    private static List<Long> offsets(StepsAhead steps) {
        return steps.unlearnedRecords().stream().map(SourceRecord::offset).toList();
    }

    private static void begin(StepsAhead steps, long... offsets) {
        steps.begin(pairs(offsets), List.of());
    }

    private static List<StepsAhead.Pending> pairs(long... offsets) {
        return Arrays.stream(offsets)
                .mapToObj(offset -> pending(offset, new byte[0]))
                .toList();
    }

    private static StepsAhead.Pending pending(long offset, byte[] value) {
        LogEntry.Learn entry = new LogEntry.Learn(new Origin("pairs", 0, offset), pair(offset));
        return new StepsAhead.Pending(source(offset, value), entry);
    }

    private static Pair pair(long offset) {
        float value = offset >= DAMAGED ? Float.MAX_VALUE : offset / 10f;
        Features left = new Features.Dense(new float[] {value, 0.2f, 0.3f, 0.4f});
        Features right = new Features.Dense(new float[] {0.9f, 0.1f, 0.5f, 0.7f});
        return new Pair(left, right, offset % 2 == 0 ? Label.DISSIMILAR : Label.SIMILAR, 1);
    }

    private static SourceRecord source(long offset, byte[] value) {
        return new SourceRecord("log", 0, offset, 0, null, value, List.of());
    }
}
