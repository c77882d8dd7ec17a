package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.Pair;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.EventDecoder;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.LogEntryCodec;
import io.kinstream.wire.Origin;
import io.kinstream.wire.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Micro-batches of three, and where in the log the weights stand after each record. */
class LogLearnerTest {

    private static final KinstreamConfig CONFIG = TestConfig.of("train.batch.size", "3");

    private final SiameseLearner learner = new SiameseLearner(CONFIG.learnerSettings());
    private final List<StepsAhead.Step> steps = new ArrayList<>();
    private final List<Runnable> handedOver = new ArrayList<>();
    private final LogLearner log = log(learner, OptionalLong.of(0));

    @Test
    void weightsStandAtTheFirstPairThatIsNotInThem() throws BadEventException {
        assertStands(0, 0);
        log.read(pair(5)); // offsets before are of transactions: markers, and what was aborted
        assertStands(0, 5);
        log.read(pair(6));
        assertStands(0, 5);
        log.read(pair(8));
        assertEquals(3, lastStep().result().learned());
        assertStands(3, 9);
        log.read(pair(11));
        assertStands(3, 11);
    }

    @Test
    void anEntryThatEndsAMicroBatchIsBehindThem() throws BadEventException {
        log.read(pair(0));
        log.read(flush(1));
        assertEquals(1, lastStep().result().learned());
        assertStands(1, 2);
        log.read(flush(2));
        assertEquals(1, steps.size());
        assertStands(1, 3);
    }

    @Test
    void anEventThatCannotBeLearnedIsBehindThemUnlessPairsArePending() throws BadEventException {
        LearnInput events = LearnInput.direct(new EventDecoder(4, 1000));
        LogLearner direct = new LogLearner(
                events, 3, OptionalLong.of(0), new StepsAhead(learner, Runnable::run, steps::add, pairs -> false));
        assertThrows(BadEventException.class, () -> direct.read(record(0, "no JSON")));
        assertEquals(OptionalLong.of(1), direct.logOffset());
        String side = "{\"features\":[1,2,3,4]}";
        direct.read(record(1, "{\"left\":" + side + ",\"right\":" + side + ",\"label\":\"similar\"}"));
        assertThrows(BadEventException.class, () -> direct.read(record(2, "no JSON")));
        assertEquals(OptionalLong.of(1), direct.logOffset());
        assertEquals(OptionalLong.of(3), direct.position());
    }

    @Test
    void aPairThatIsRefusedIsBehindThem() throws BadEventException {
        log.read(pair(0));
        log.read(record(1, Float.MAX_VALUE));
        log.read(pair(2));
        assertEquals(
                List.of(1L),
                lastStep().refused().stream()
                        .map(pair -> pair.source().offset())
                        .toList());
        assertStands(2, 3);
    }

    @Test
    void fromWhereWeightsStandAReplayGoesOnToTheSameBits() throws BadEventException {
        List<SourceRecord> records =
                List.of(pair(0), pair(1), flush(2), pair(3), pair(4), pair(5), pair(6), flush(8), pair(9), pair(10));
        for (SourceRecord record : records) {
            log.read(record);
        }
        for (int stop = 0; stop < records.size(); stop++) {
            LogLearner before = log(new SiameseLearner(CONFIG.learnerSettings()), OptionalLong.of(0));
            for (SourceRecord record : records.subList(0, stop)) {
                before.read(record);
            }
            LogLearner after = log(
                    SiameseLearner.restore(
                            CONFIG.learnerSettings(), before.learner().state()),
                    before.logOffset());
            for (SourceRecord record : records) {
                if (record.offset() >= before.logOffset().orElseThrow()) {
                    after.read(record);
                }
            }
            assertArrayEquals(
                    learner.encoder().parameters(), after.learner().encoder().parameters(), "" + stop);
            assertEquals(log.logOffset(), after.logOffset());
        }
    }

    @Test
    void aPositionThatWasNotKeptIsKnownFromThePairsThatWereOrFromTheNextRecord() throws BadEventException {
        LogLearner unknown = log(learner, OptionalLong.empty());
        assertTrue(unknown.logOffset().isEmpty());
        unknown.restore(pair(7));
        assertEquals(OptionalLong.of(7), unknown.logOffset());
        assertEquals(OptionalLong.of(8), unknown.position());

        LogLearner empty = log(learner, OptionalLong.empty());
        empty.read(flush(4));
        assertEquals(OptionalLong.of(5), empty.logOffset());
    }

    @Test
    void whatComesOfAStepIsToldByTheReadingThread() throws BadEventException {
        LogLearner ahead = log(learner, OptionalLong.of(0), handedOver::add);
        readAll(ahead, pair(0), pair(1), pair(2), pair(3), pair(4));
        assertEquals(List.of(), steps);
        assertEquals(1, handedOver.size());
        handedOver.get(0).run();
        assertEquals(List.of(), steps);
        assertEquals(3, ahead.learner().pairsLearned());
        assertEquals(OptionalLong.of(3), ahead.logOffset());
        ahead.read(pair(5));
        assertEquals(3, lastStep().result().learned());
        assertEquals(2, handedOver.size());
    }

    @Test
    void pairsOfAStepThatFailedAreKeptWithWhatEndedTheirMicroBatchUntilTheyAreTriedOneByOne() throws Exception {
        LogLearner ahead = log(learner, OptionalLong.of(0), handedOver::add);
        readAll(ahead, pair(0), record(1, Float.MAX_VALUE), flush(2), pair(3));
        handedOver.get(0).run();
        assertEquals(List.of(0L, 1L, 2L, 3L), offsets(ahead));
        assertEquals(3, ahead.pending());

        LogLearner again = log(SiameseLearner.restore(CONFIG.learnerSettings(), learner.state()), ahead.position());
        ahead.pendingRecords().forEach(again::restore);
        assertEquals(List.of(0L, 1L, 2L, 3L), offsets(again));
        again.settle();
        ahead.settle();
        for (LogLearner each : List.of(ahead, again)) {
            assertEquals(1, each.learner().pairsLearned());
            assertEquals(List.of(3L), offsets(each));
        }
        assertArrayEquals(
                ahead.learner().encoder().parameters(),
                again.learner().encoder().parameters());
    }

    @Test
    void aStepThatThrowsStopsTheReader() throws BadEventException {
        LogLearner ahead = log(learner, OptionalLong.of(0), handedOver::add);
        byte[] narrow = LogEntryCodec.encode(new LogEntry.Learn(
                new Origin("pairs", 0, 0),
                new Pair(new Features.Dense(new float[] {1}), new Features.Dense(new float[] {2}), Label.SIMILAR, 1)));
        readAll(ahead, record(0, narrow), flush(1));
        handedOver.get(0).run();
        IllegalStateException stopped = assertThrows(IllegalStateException.class, ahead::settle);
        assertTrue(stopped.getMessage().contains("pairs-0@0"), stopped.getMessage());
    }

    private LogLearner log(SiameseLearner learner, OptionalLong position) {
        return log(learner, position, Runnable::run);
    }

    private LogLearner log(SiameseLearner learner, OptionalLong position, Executor executor) {
        return new LogLearner(
                LearnInput.log(), 3, position, new StepsAhead(learner, executor, steps::add, pairs -> false));
    }

    private static void readAll(LogLearner log, SourceRecord... records) throws BadEventException {
        for (SourceRecord record : records) {
            log.read(record);
        }
    }

    private static List<Long> offsets(LogLearner log) {
        return log.pendingRecords().stream().map(SourceRecord::offset).toList();
    }

    private StepsAhead.Step lastStep() {
        return steps.get(steps.size() - 1);
    }

    private void assertStands(long learned, long logOffset) {
        assertEquals(learned, log.learner().pairsLearned());
        assertEquals(OptionalLong.of(logOffset), log.logOffset());
    }

    private static SourceRecord pair(long offset) {
        return record(offset, offset / 10f);
    }

    private static SourceRecord record(long offset, float value) {
        Features left = new Features.Dense(new float[] {value, 0.2f, 0.3f, 0.4f});
        Features right = new Features.Dense(new float[] {0.9f, 0.1f, 0.5f, 0.7f});
        Label label = offset % 2 == 0 ? Label.DISSIMILAR : Label.SIMILAR;
        return record(
                offset,
                LogEntryCodec.encode(
                        new LogEntry.Learn(new Origin("pairs", 0, offset), new Pair(left, right, label, 1))));
    }

    private static SourceRecord flush(long offset) {
        return record(offset, LogEntryCodec.encode(new LogEntry.Flush()));
    }

    private static SourceRecord record(long offset, String value) {
        return record(offset, value.getBytes(StandardCharsets.UTF_8));
    }

    private static SourceRecord record(long offset, byte[] value) {
        return new SourceRecord("log", 0, offset, 0, null, value, List.of());
    }
}
