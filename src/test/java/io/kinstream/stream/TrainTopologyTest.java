package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.Pair;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import io.kinstream.wire.LogEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTopologyTest {

    private static final String A = "{\"features\":[0.1,0.2,0.3,0.4]}";
    private static final String B = "{\"features\":[0.5,0.1,0.7,0.8]}";
    private static final String A_AND_B = "{\"left\":\"a\",\"right\":\"b\",\"label\":\"similar\"}";

    @TempDir
    private Path state;

    @Test
    void inlinePairsGoStraightToTheLog() {
        try (TrainDriver train = new TrainDriver(TestConfig.of(), state)) {
            train.pair("{\"left\":" + A + ",\"right\":" + B + ",\"label\":\"dissimilar\",\"weight\":2}");

            Pair pair = onlyPair(train.log());
            assertEquals(Label.DISSIMILAR, pair.label());
            assertEquals(2f, pair.weight());
            assertArrayEquals(new float[] {0.1f, 0.2f, 0.3f, 0.4f}, dense(pair.left()));
            assertArrayEquals(new float[] {0.5f, 0.1f, 0.7f, 0.8f}, dense(pair.right()));
        }
    }

    @Test
    void pairsByIdAreJoinedWithTheFeaturesOfBothSides() {
        try (TrainDriver train = new TrainDriver(TestConfig.of(), state)) {
            train.features("a", A);
            train.features("b", B);
            train.pair(A_AND_B);

            Pair pair = onlyPair(train.log());
            assertArrayEquals(new float[] {0.1f, 0.2f, 0.3f, 0.4f}, dense(pair.left()));
            assertArrayEquals(new float[] {0.5f, 0.1f, 0.7f, 0.8f}, dense(pair.right()));
        }
    }

    @Test
    void aPairWaitsForLateFeaturesOfEitherSide() {
        try (TrainDriver train = new TrainDriver(TestConfig.of(), state)) {
            train.pair(A_AND_B);
            assertTrue(train.log().isEmpty());
            train.features("b", B);
            assertTrue(train.log().isEmpty());
            train.features("a", A);
            assertArrayEquals(
                    new float[] {0.5f, 0.1f, 0.7f, 0.8f},
                    dense(onlyPair(train.log()).right()));
        }
    }

    @Test
    void aPairWithOneInlineSideNeedsOnlyTheOther() {
        try (TrainDriver train = new TrainDriver(TestConfig.of(), state)) {
            train.features("b", B);
            train.pair("{\"left\":" + A + ",\"right\":\"b\",\"label\":\"similar\"}");
            train.pair("{\"left\":\"b\",\"right\":" + A + ",\"label\":\"similar\"}");

            List<Pair> pairs = pairs(train.log());
            assertArrayEquals(dense(pairs.get(0).left()), dense(pairs.get(1).right()));
            assertArrayEquals(dense(pairs.get(0).right()), dense(pairs.get(1).left()));
        }
    }

    @Test
    void bothSidesMayBeTheSameItem() {
        try (TrainDriver train = new TrainDriver(TestConfig.of(), state)) {
            train.features("a", A);
            train.pair("{\"left\":\"a\",\"right\":\"a\",\"label\":\"similar\"}");
            Pair pair = onlyPair(train.log());
            assertArrayEquals(dense(pair.left()), dense(pair.right()));
        }
    }

    /** What may ask for a commit has a clock from when it reads until nothing more comes. */
    @Test
    void eachNodeOnAPairsWayAsksForItsCommit() {
        try (TrainDriver train = new TrainDriver(TestConfig.of("kafka.metrics.recording.level", "DEBUG"), state)) {
            train.features("a", A);
            train.features("b", B);
            train.pair(A_AND_B);
            double reading = train.clocks();
            assertEquals(6, reading - train.clocks(), "check, store, route, join twice, learn");
        }
    }

    @Test
    void inDirectModeEachNodeAsksForItsCommit() {
        KinstreamConfig direct = TestConfig.of("train.direct", "true", "kafka.metrics.recording.level", "DEBUG");
        try (TrainDriver train = new TrainDriver(direct, state)) {
            train.features("a", A);
            train.pair("{\"left\":" + A + ",\"right\":" + B + ",\"label\":\"similar\"}");
            double reading = train.clocks();
            assertEquals(2, reading - train.clocks(), "check, learn");
        }
    }

    /** Two ids may have the same features. The pair is learned all the same. */
    @Test
    void equalItemsThatAreCalledDissimilarAreCounted() {
        try (TrainDriver train =
                new TrainDriver(TestConfig.of("train.direct", "true", "train.batch.size", "2"), state)) {
            String start = "{\"left\":" + A + ",\"right\":";
            train.pair(start + A + ",\"label\":\"dissimilar\"}");
            train.pair(start + A + ",\"label\":\"similar\"}");
            train.pair(start + B + ",\"label\":\"dissimilar\"}");
            train.pair(start + A + ",\"label\":\"dissimilar\"}");
            train.pass(Duration.ofMillis(100));
            assertEquals(2, train.contradictory());
        }
    }

    @Test
    void aDeletedItemIsUnknownAgainAndAnUpdatedOneIsNew() {
        try (TrainDriver train = new TrainDriver(TestConfig.of(), state)) {
            train.features("a", A);
            train.features("b", A);
            train.features("b", B);
            train.features("a", null);
            train.pair(A_AND_B);
            assertTrue(train.log().isEmpty());
            train.features("a", A);
            assertArrayEquals(
                    new float[] {0.5f, 0.1f, 0.7f, 0.8f},
                    dense(onlyPair(train.log()).right()));
        }
    }

    @Test
    void aPairThatWaitsTooLongIsADeadLetterOnceAndNeverLearned() {
        try (TrainDriver train = new TrainDriver(TestConfig.of("join.ttl.ms", "60000"), state)) {
            train.features("a", A);
            train.pair(A_AND_B);
            train.pass(Duration.ofSeconds(59));
            assertTrue(train.deadLetters().isEmpty());
            train.pass(Duration.ofSeconds(2));

            List<TestRecord<byte[], byte[]>> told = train.deadLetters();
            assertEquals(1, told.size());
            assertEquals("features-missing", TrainDriver.header(told.get(0), "reason"));
            assertTrue(
                    TrainDriver.header(told.get(0), "message").contains("features of b must arrive within 60000 ms"));
            assertEquals("kinstream.pairs", TrainDriver.header(told.get(0), "source.topic"));
            assertArrayEquals(TrainDriver.utf8(A_AND_B), told.get(0).value());
            assertArrayEquals(TrainDriver.utf8("key"), told.get(0).key());

            train.pass(Duration.ofSeconds(120));
            train.features("b", B);
            assertTrue(train.log().isEmpty());
            assertTrue(train.deadLetters().isEmpty());
        }
    }

    @Test
    void badEventsAreDeadLettersWithTheirOwnBytesAndGoodOnesGoOn() {
        try (TrainDriver train = new TrainDriver(TestConfig.of(), state)) {
            train.pair("{\"left\":\"a\"");
            train.features("c", "{\"features\":[1,2,3]}");
            train.features("", A);

            List<TestRecord<byte[], byte[]>> told = train.deadLetters();
            assertEquals(
                    List.of("not-json", "wrong-feature-count", "no-key"),
                    told.stream()
                            .map(record -> TrainDriver.header(record, "reason"))
                            .toList());
            assertArrayEquals(TrainDriver.utf8("{\"left\":\"a\""), told.get(0).value());
            assertEquals("kinstream.features", TrainDriver.header(told.get(1), "source.topic"));
            assertEquals("0", TrainDriver.header(told.get(1), "source.offset"));
        }
    }

    @Test
    void theUntrainedStartIsPublishedAtOnce() {
        KinstreamConfig config = TestConfig.of();
        try (TrainDriver train = new TrainDriver(config, state)) {
            train.pass(Duration.ofSeconds(1));
            assertEquals(0, train.model().snapshot().manifest().modelVersion());
            assertArrayEquals(
                    new SiameseLearner(config.learnerSettings()).encoder().parameters(),
                    train.model().snapshot().parameters());
        }
    }

    @Test
    void aVersionIsWhatALearnerMakesOfTheLog() {
        KinstreamConfig config = TestConfig.of("publish.every.pairs", "4");
        SiameseLearner alone = new SiameseLearner(config.learnerSettings());
        try (TrainDriver train = new TrainDriver(config, state)) {
            train.features("a", A);
            train.features("b", B);
            for (int i = 0; i < 2; i++) {
                train.pair(A_AND_B);
                train.pair("{\"left\":\"b\",\"right\":" + A + ",\"label\":\"dissimilar\"}");
            }
            List<Pair> pairs = pairs(train.log());
            alone.learn(pairs.subList(0, 2));
            alone.learn(pairs.subList(2, 4));
            train.pass(Duration.ofMillis(100));

            assertArrayEquals(
                    alone.encoder().parameters(), train.model().snapshot().parameters());
        }
    }

    @Test
    void aPauseEndsAMicroBatchByAnEntryOfTheLog() {
        KinstreamConfig config = TestConfig.of("train.batch.size", "8", "train.linger.ms", "500");
        try (TrainDriver train = new TrainDriver(config, state)) {
            train.pair("{\"left\":" + A + ",\"right\":" + B + ",\"label\":\"similar\"}");
            onlyPair(train.log());
            train.pass(Duration.ofMillis(600));
            assertEquals(List.of(new LogEntry.Flush()), train.log());
            train.pass(Duration.ofSeconds(30));
            assertTrue(train.log().isEmpty());
            assertEquals(1, train.model().snapshot().manifest().modelVersion());
        }
    }

    @Test
    void withoutLingerAPartMicroBatchWaits() {
        KinstreamConfig config = TestConfig.of("train.batch.size", "8", "train.linger.ms", "-1");
        try (TrainDriver train = new TrainDriver(config, state)) {
            train.pair("{\"left\":" + A + ",\"right\":" + B + ",\"label\":\"similar\"}");
            train.pass(Duration.ofHours(1));
            assertEquals(0, train.model().snapshot().manifest().modelVersion());
        }
    }

    @Test
    void directModeLearnsUsersPairsAndRefusesIds() {
        KinstreamConfig config = TestConfig.of("train.direct", "true");
        try (TrainDriver train = new TrainDriver(config, state)) {
            String inline = "{\"left\":" + A + ",\"right\":" + B + ",\"label\":\"similar\"}";
            train.pair(inline);
            train.pair(A_AND_B);
            train.pair(inline);
            train.features("a", "[]");
            train.pass(Duration.ofSeconds(30));

            assertEquals(2, train.model().snapshot().manifest().modelVersion());
            assertEquals(
                    List.of("no-join", "wrong-shape"),
                    train.deadLetters().stream()
                            .map(record -> TrainDriver.header(record, "reason"))
                            .toList());
            assertTrue(train.log().isEmpty());
        }
    }

    @Test
    void directModePublishesTheUntrainedStartThoughNothingComes() {
        try (TrainDriver train = new TrainDriver(TestConfig.of("train.direct", "true"), state)) {
            train.pass(Duration.ofSeconds(1)); // it sends itself a record
            train.pass(Duration.ofSeconds(1));
            assertEquals(0, train.model().snapshot().manifest().modelVersion());
        }
    }

    @Test
    void aStepThatIsNotFiniteIsRefusedAndTheRestOfItsMicroBatchIsLearned() {
        KinstreamConfig config = TestConfig.of("train.direct", "true");
        try (TrainDriver train = new TrainDriver(config, state)) {
            String huge = "{\"left\":{\"features\":[1e38,-1e38,1e38,1e38]},\"right\":" + A + ",\"label\":\"similar\"}";
            train.pair(huge);
            train.pair("{\"left\":" + A + ",\"right\":" + B + ",\"label\":\"similar\"}");
            train.pass(Duration.ofSeconds(30));

            List<TestRecord<byte[], byte[]>> told = train.deadLetters();
            assertEquals(1, told.size());
            assertEquals("step-refused", TrainDriver.header(told.get(0), "reason"));
            assertArrayEquals(TrainDriver.utf8(huge), told.get(0).value());
            assertEquals(1, train.model().snapshot().manifest().modelVersion());
        }
    }

    private static Pair onlyPair(List<LogEntry> log) {
        assertEquals(1, log.size());
        return pairs(log).get(0);
    }

    private static List<Pair> pairs(List<LogEntry> log) {
        return log.stream().map(entry -> ((LogEntry.Learn) entry).pair()).toList();
    }

    private static float[] dense(Features features) {
        return ((Features.Dense) features).values();
    }
}
