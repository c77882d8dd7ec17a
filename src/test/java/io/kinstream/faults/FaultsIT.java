package io.kinstream.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing lost, nothing twice, whatever breaks: rounds of seeded faults, each judged event by event and bit by bit. A
 * dozen in {@code mvn verify}; {@code mvn verify -Pfaults} runs two hundred, {@code mvn verify -Pfaults
 * -Dfaults.rounds=1 -Dfaults.seed=17} one again, and {@code -Dfaults.kinds=KILL,KILL_BROKER} only some faults.
 */
class FaultsIT {

    private static final long FIRST_SEED = Long.getLong("faults.seed");
    private static final int ROUNDS = Integer.getInteger("faults.rounds");
    private static final int LANES = Integer.getInteger("faults.lanes");
    private static final List<Fault> KINDS = Stream.of(
                    System.getProperty("faults.kinds", "").split(","))
            .filter(name -> !name.isEmpty())
            .map(Fault::valueOf)
            .collect(Collectors.collectingAndThen(
                    Collectors.toList(), named -> named.isEmpty() ? List.of(Fault.values()) : named));
    private static final int FAULTS = 5;
    private static final int PAIRS_PER_FAULT = 120;

    @TempDir
    private Path directory;

    private final List<String> failures = new ArrayList<>();
    private int kept;
    private Judgement judged = new Judgement(0, 0, 0, 0);

    @Test
    void everyRoundOfFaultsLosesNothingAndDoesNothingTwice() throws Exception {
        Instant started = Instant.now();
        List<Long> seeds =
                LongStream.range(FIRST_SEED, FIRST_SEED + ROUNDS).boxed().toList();
        Lanes.run(Math.min(LANES, ROUNDS), directory, seeds, this::round);
        System.out.printf(
                "%d of %d rounds of %d faults kept all promises, %s, in %d s%n",
                kept,
                ROUNDS,
                FAULTS,
                judged,
                Duration.between(started, Instant.now()).toSeconds());
        assertTrue(failures.isEmpty(), () -> "rounds that failed:\n" + String.join("\n", failures));
        assertEquals(ROUNDS, kept);
    }

    private void round(Lane lane, long seed) {
        Round round = Round.of(seed, lane, KINDS, FAULTS, PAIRS_PER_FAULT);
        try {
            keep(round.run());
            System.out.println("kept: " + round);
        } catch (Exception | AssertionError e) {
            fail(round + "\n" + Utils.stackTrace(e));
        }
    }

    private synchronized void keep(Judgement judgement) {
        kept++;
        judged = judged.plus(judgement);
    }

    private synchronized void fail(String failure) {
        failures.add(failure);
        System.out.println("BROKEN: " + failure);
    }
}
