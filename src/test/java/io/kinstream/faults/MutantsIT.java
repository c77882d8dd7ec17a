package io.kinstream.faults;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would be the use of rounds of faults that find no fault? */
class MutantsIT {

    private static final int LANES = Integer.getInteger("faults.lanes");
    private static final int PAIRS_PER_FAULT = 120;

    @TempDir
    private Path directory;

    @Test
    void aBrokenProgramIsFoundOut() throws Exception {
        Lanes.run(LANES, directory, Arrays.asList(Mutant.values()), MutantsIT::findOut);
    }

    private static void findOut(Lane lane, Mutant mutant) throws Exception {
        Path patch = mutant.compile(Files.createDirectories(lane.directory().resolve(mutant.name())));
        Round round = Round.broken(lane, mutant.ordinal(), PAIRS_PER_FAULT, patch);
        AssertionError found = assertThrows(AssertionError.class, round::run, () -> mutant + " must be found out");
        System.out.println("found out: " + mutant + ": "
                + found.getMessage().lines().limit(2).toList());
        assertTrue(found.getMessage().matches("(?s).*(promises were broken|nothing came for).*"), found.getMessage());
    }
}
