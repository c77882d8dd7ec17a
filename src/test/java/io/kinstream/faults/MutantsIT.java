package io.kinstream.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would be the use of rounds of faults that find no fault? */
class MutantsIT {

    private static final int LANES = Integer.getInteger("faults.lanes");
    private static final int PAIRS_PER_FAULT = 120;

    /** What a fault meets depends on the machine: a kill between two transactions finds nothing half done. */
    private static final int ATTEMPTS = 8;

    @TempDir
    private Path directory;

    @Test
    void aBrokenProgramIsFoundOut() throws Exception {
        Lanes.run(LANES, directory, Arrays.asList(Mutant.values()), MutantsIT::findOut);
    }

    /** Else any patience that is too short for a start would find out all of them. */
    @Test
    void aProgramThatIsNotBrokenIsNotFoundOut() throws Exception {
        int number = ATTEMPTS * Mutant.values().length;
        Path nothing = Files.createDirectories(directory.resolve("nothing"));
        Lanes.run(
                1,
                directory,
                List.of(number),
                (lane, piece) -> assertEquals(Optional.empty(), judge(lane, piece, nothing)));
    }

    private static void findOut(Lane lane, Mutant mutant) throws Exception {
        Path patch = mutant.compile(Files.createDirectories(lane.directory().resolve(mutant.name())));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            lane.mend();
            Optional<String> found = judge(lane, mutant.ordinal() + attempt * Mutant.values().length, patch);
            if (found.isPresent()) {
                System.out.println("found out in round " + (attempt + 1) + ": " + mutant + ": "
                        + found.get().lines().limit(2).toList());
                assertTrue(mutant.isFoundOutBy(found.get()), found.get());
                return;
            }
        }
        fail(mutant + " must be found out in " + ATTEMPTS + " rounds");
    }

    private static Optional<String> judge(Lane lane, int number, Path patch) throws Exception {
        try {
            Round.broken(lane, number, PAIRS_PER_FAULT, patch).run();
            return Optional.empty();
        } catch (AssertionError broken) {
            return Optional.of(broken.getMessage());
        }
    }
}
