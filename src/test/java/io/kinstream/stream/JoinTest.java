package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.Pair;
import io.kinstream.nn.Features;
import io.kinstream.wire.LogEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a pair by id, whatever comes first, changes, or never comes. */
class JoinTest {

    private static final Duration TICK = Duration.ofMillis(100);
    private static final int PORTION = 1000;

    @TempDir
    private Path state;

    @Test
    void aPairIsLearnedWithTheFeaturesThatReleasedIt() {
        try (TrainDriver train = new TrainDriver(TestConfig.of(), state)) {
            train.pair(pair("a", "b", "similar"));
            train.features("a", features(1));
            train.features("a", features(2));
            train.features("b", features(3));
            assertEquals(List.of("1 3 similar"), learned(train));

            train.pair(pair("a", "b", "similar"));
            assertEquals(List.of("2 3 similar"), learned(train));
        }
    }

    @Test
    void aDeleteReleasesNothingAndPairsWaitAgain() {
        try (TrainDriver train = new TrainDriver(TestConfig.of(), state)) {
            train.pair(pair("a", "b", "similar"));
            train.features("a", null);
            train.features("b", features(2));
            train.features("b", null);
            train.features("a", features(1));
            assertTrue(learned(train).isEmpty());
            assertEquals(1, train.waiting());

            train.features("b", features(3));
            assertEquals(List.of("1 3 similar"), learned(train));
            assertEquals(0, train.waiting());
        }
    }

    @Test
    void aPairOfAnItemWithItselfWaitsOnce() {
        try (TrainDriver train = new TrainDriver(TestConfig.of(), state)) {
            train.pair(pair("a", "a", "dissimilar"));
            assertEquals(1, train.waiting());
            train.features("a", features(1));
            assertEquals(List.of("1 1 dissimilar"), learned(train));
            assertEquals(1, train.joined("parked"));
            assertEquals(0, train.joined("matched"));
        }
    }

    @Test
    void contradictoryRepeatsAreEachLearnedOnceInTheirOrder() {
        try (TrainDriver train = new TrainDriver(TestConfig.of(), state)) {
            train.features("b", features(2));
            train.pair(pair("a", "b", "similar"));
            train.pair(pair("a", "b", "dissimilar"));
            train.pair(pair("b", "a", "similar"));
            train.pair(pair("a", "b", "similar"));
            assertTrue(learned(train).isEmpty());
            train.features("a", features(1));
            assertEquals(
                    List.of("1 2 similar", "1 2 dissimilar", "1 2 similar", "2 1 similar"),
                    learned(train).stream().sorted(JoinTest::byLeft).toList());
            train.features("a", features(1));
            assertTrue(learned(train).isEmpty());
        }
    }

    @Test
    void aPairWithAnInlineSideWaitsForTheOtherOnEitherSide() {
        try (TrainDriver train = new TrainDriver(TestConfig.of(), state)) {
            train.pair("{\"left\":" + features(7) + ",\"right\":\"a\",\"label\":\"similar\"}");
            train.pair("{\"left\":\"a\",\"right\":" + features(8) + ",\"label\":\"dissimilar\"}");
            assertEquals(2, train.waiting());
            train.features("a", features(1));
            assertEquals(List.of("7 1 similar", "1 8 dissimilar"), learned(train));
        }
    }

    @Test
    void aPairWaitsByTheClockOfTheProgramAndNotByItsTimestamp() {
        try (TrainDriver train = new TrainDriver(TestConfig.of("join.ttl.ms", "60000"), state)) {
            for (String time : List.of("1970-01-01T00:00:01Z", "2100-01-01T00:00:00Z")) {
                byte[] value = TrainDriver.utf8(pair("a", "b", "similar"));
                train.pair(new TestRecord<>(TrainDriver.utf8("key"), value, Instant.parse(time)));
            }
            train.pass(Duration.ofSeconds(59));
            assertEquals(0, train.deadLetters().size());
            train.pass(Duration.ofSeconds(2));
            assertEquals(2, train.deadLetters().size());
            assertEquals(2, train.joined("expired"));
        }
    }

    @Test
    void aPairIsGivenItsWholeTimeAtEachOfTheTwoJoins() {
        try (TrainDriver train = new TrainDriver(TestConfig.of("join.ttl.ms", "60000"), state)) {
            train.pair(pair("a", "b", "similar"));
            train.pass(Duration.ofSeconds(50));
            train.features("a", features(1));
            train.pass(Duration.ofSeconds(50));
            train.features("b", features(2));
            assertEquals(List.of("1 2 similar"), learned(train));
        }
    }

    @Test
    void aPairThatWasDueWhileTheProgramWasDownWaitsForTheFeaturesSentMeanwhile(@TempDir Path next) {
        KinstreamConfig config = TestConfig.of("join.ttl.ms", "3600000");
        try (TrainDriver before = new TrainDriver(config, state)) {
            before.pair(pair("a", "b", "similar"));
            before.pair(pair("c", "b", "similar"));
            before.features("b", features(2));
            try (TrainDriver after = new TrainDriver(config, next, TrainDriver.START.plus(Duration.ofDays(3)))) {
                after.takeOver(before);
                after.pass(Duration.ofSeconds(59));
                assertTrue(after.deadLetters().isEmpty());
                after.features("a", features(1));
                assertEquals(List.of("1 2 similar"), learned(after));
                after.pass(Duration.ofSeconds(2));
                assertEquals(1, after.deadLetters().size());
            }
        }
    }

    @Test
    void pairsOfOneItemAreLetGoInPortionsAndInOrder() {
        int pairs = 2 * PORTION + 500;
        try (TrainDriver train = new TrainDriver(TestConfig.of("join.ttl.ms", "60000"), state)) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < pairs; i++) {
                train.pair("{\"left\":\"a\",\"right\":" + features(i) + ",\"label\":\"similar\"}");
            }
            train.pass(Duration.ofSeconds(59));
            train.features("a", features(1));
            assertEquals(PORTION, train.joined("released"));
            train.pair("{\"left\":\"a\",\"right\":" + features(pairs) + ",\"label\":\"similar\"}");
            assertEquals(pairs + 1 - PORTION, train.waiting());
            train.pass(TICK);
            train.features("a", features(2));
            assertEquals(2 * PORTION, train.joined("released"));
            // All are due now, but none is given up: their features came in time.
            train.pass(Duration.ofSeconds(70));

            for (int i = 0; i <= pairs; i++) {
                expected.add((i < 2 * PORTION ? 1 : 2) + " " + i + " similar");
            }
            assertEquals(expected, learned(train));
            assertTrue(train.deadLetters().isEmpty());
            assertEquals(0, train.waiting());

            train.pair("{\"left\":\"a\",\"right\":" + features(5) + ",\"label\":\"similar\"}");
            assertEquals(List.of("2 5 similar"), learned(train));
        }
    }

    @Test
    void anItemDeletedWhileItsPairsAreLetGoKeepsTheRestWaiting() {
        try (TrainDriver train = new TrainDriver(TestConfig.of(), state)) {
            for (int i = 0; i < PORTION + 5; i++) {
                train.pair("{\"left\":\"a\",\"right\":" + features(i) + ",\"label\":\"similar\"}");
            }
            train.features("a", features(1));
            train.features("a", null);
            train.pass(Duration.ofSeconds(1));
            assertEquals(PORTION, learned(train).size());
            assertEquals(5, train.waiting());
            train.features("a", features(2));
            assertEquals(5, learned(train).size());
        }
    }

    @Test
    void pairsThatAreDueAtOnceAreGivenUpInPortionsOnceEach() {
        try (TrainDriver train = new TrainDriver(TestConfig.of("join.ttl.ms", "60000"), state)) {
            for (int i = 0; i < PORTION + 500; i++) {
                train.pair(pair("nobody", "a" + i, "similar"));
            }
            train.pass(Duration.ofMillis(60_001));
            int first = train.deadLetters().size();
            assertEquals(PORTION, first);
            train.pass(TICK);
            assertEquals(500, train.deadLetters().size());
            assertEquals(0, train.waiting());
            assertEquals(0, train.stored());
        }
    }

    private static int byLeft(String one, String other) {
        return Character.compare(one.charAt(0), other.charAt(0));
    }

    private static String pair(String left, String right, String label) {
        return "{\"left\":\"" + left + "\",\"right\":\"" + right + "\",\"label\":\"" + label + "\"}";
    }

    private static String features(int number) {
        return "{\"features\":[" + number + ",0,0,0.5]}";
    }

    /** The pairs on the log since the last call: left number, right number, label. */
    private static List<String> learned(TrainDriver train) {
        List<String> learned = new ArrayList<>();
        for (LogEntry entry : train.log()) {
            if (entry instanceof LogEntry.Learn learn) {
                Pair pair = learn.pair();
                learned.add(number(pair.left()) + " " + number(pair.right()) + " "
                        + pair.label().name().toLowerCase(Locale.ROOT));
            }
        }
        return learned;
    }

    private static int number(Features features) {
        if (features instanceof Features.Sparse sparse) {
            return sparse.indices()[0] == 0 ? (int) sparse.values()[0] : 0;
        }
        return (int) ((Features.Dense) features).values()[0];
    }
}
