package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.wire.LogEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a long mix of everything, the join does what a plain model of it does, and its figures add up at any moment. */
class JoinSumsTest {

    private static final int STEPS = 2000;
    private static final int ITEMS = 12;
    private static final long TTL_MS = 60_000;

    @TempDir
    private Path state;

    /** A pair that waits for an item, and the other item it needs, or null. */
    private record Waiting(int item, Integer other, long deadline) {}

    /** The join in the plainest words: who waits for what, and what has happened. */
    private static final class Model {
        private final boolean[] known = new boolean[ITEMS];
        private final List<Waiting> waiting = new ArrayList<>();
        private long now;
        private long passes;
        private long parked;
        private long released;
        private long expired;
        private long learned;

        void pair(Integer first, Integer second) {
            if (first == null && second == null) {
                learned++;
            } else if (first == null || first.equals(second)) {
                pass(second, null);
            } else {
                pass(first, second);
            }
        }

        private void pass(int item, Integer other) {
            passes++;
            if (known[item]) {
                pair(null, other);
            } else {
                parked++;
                waiting.add(new Waiting(item, other, now + TTL_MS));
            }
        }

        void features(int item, boolean deleted) {
            known[item] = !deleted;
            List<Waiting> free =
                    waiting.stream().filter(pair -> known[pair.item()]).toList();
            waiting.removeAll(free);
            released += free.size();
            free.forEach(pair -> pair(null, pair.other()));
        }

        void time(long millis) {
            now += millis;
            for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
                if (each.next().deadline() < now) {
                    each.remove();
                    expired++;
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyPassIsMatchedOrParkedAndEveryParkedPairIsReleasedExpiredOrWaits(long seed) {
        Random random = new Random(seed);
        Model model = new Model();
        long log = 0;
        long dead = 0;
        long mostWaiting = 0;
        try (TrainDriver train =
                new TrainDriver(TestConfig.of("join.ttl.ms", Long.toString(TTL_MS), "train.linger.ms", "-1"), state)) {
            for (int step = 0; step < STEPS; step++) {
                step(random, model, train);
                log += train.log().stream()
                        .filter(LogEntry.Learn.class::isInstance)
                        .count();
                dead += train.deadLetters().size();
                mostWaiting = Math.max(mostWaiting, train.waiting());

                assertEquals(model.passes, train.joined("matched") + train.joined("parked"), "passes at " + step);
                assertEquals(model.parked, train.joined("parked"), "parked at " + step);
                assertEquals(model.released, train.joined("released"), "released at " + step);
                assertEquals(model.expired, train.joined("expired"), "expired at " + step);
                assertEquals(model.waiting.size(), train.waiting(), "waiting at " + step);
                assertEquals(model.waiting.size(), train.stored(), "stored at " + step);
                assertEquals(model.learned, log, "learned at " + step);
                assertEquals(model.expired, dead, "dead letters at " + step);
            }
        }
        assertTrue(model.expired > 50 && model.released > 50 && mostWaiting > 20, "the mix must have everything");
    }

    private static void step(Random random, Model model, TrainDriver train) {
        int kind = random.nextInt(20);
        if (kind == 0) {
            long millis = 1000L * (1 + random.nextInt(30));
            model.time(millis);
            train.pass(Duration.ofMillis(millis));
        } else if (kind < 6) {
            int item = random.nextInt(ITEMS);
            boolean deleted = random.nextInt(3) > 0;
            model.features(item, deleted);
            train.features("item-" + item, deleted ? null : "{\"features\":[1,2,3,4]}");
        } else {
            Integer left = random.nextInt(5) == 0 ? null : (Integer) random.nextInt(ITEMS);
            Integer right = random.nextInt(5) == 0 ? null : (Integer) random.nextInt(ITEMS);
            model.pair(left, right);
            train.pair("{\"left\":" + side(left) + ",\"right\":" + side(right) + ",\"label\":\"similar\"}");
        }
    }

    private static String side(Integer item) {
        return item == null ? "{\"features\":[4,3,2,1]}" : "\"item-" + item + "\"";
    }
}
