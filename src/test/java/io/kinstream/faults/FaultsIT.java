package io.kinstream.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing lost, nothing twice, whatever breaks: rounds of seeded faults, each judged event by event and bit by bit. A
 * dozen by default; {@code -Dfaults.rounds=200 -Dfaults.lanes=3} for more, {@code -Dfaults.rounds=1 -Dfaults.seed=17} for
 * one again.
 */
class FaultsIT {

    private static final long FIRST_SEED = Long.getLong("faults.seed", 1);
    private static final int ROUNDS = Integer.getInteger("faults.rounds", 12);
    private static final int LANES = Integer.getInteger("faults.lanes", 3);
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
        Round round = Round.of(seed, lane, FAULTS, PAIRS_PER_FAULT);
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

    /** What would be the use of a harness that never fails? */
    @Test
    void aBrokenProgramIsFoundOut() throws Exception {
        Lanes.run(LANES, directory, Arrays.asList(Mutant.values()), FaultsIT::findOut);
    }

    private static void findOut(Lane lane, Mutant mutant) throws Exception {
        Path patch = mutant.compile(Files.createDirectories(lane.directory().resolve(mutant.name())));
        Round round = Round.broken(lane, mutant.ordinal(), PAIRS_PER_FAULT, patch);
        AssertionError found = assertThrows(AssertionError.class, round::run, () -> mutant + " must be found out");
        System.out.println("found out: " + mutant + ": "
                + found.getMessage().lines().limit(3).toList());
        assertTrue(found.getMessage().matches("(?s).*(promises were broken|nothing came for).*"), found.getMessage());
    }
}
