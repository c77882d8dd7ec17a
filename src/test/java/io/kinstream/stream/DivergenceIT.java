package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.testing.Cluster;
import io.kinstream.testing.Program;
import io.kinstream.testing.SharedBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A model that breaks must not take sound pairs and what is served down with it. */
@ExtendWith(SharedBroker.class)
class DivergenceIT {

    @TempDir
    private Path directory;

    @Test
    void aRateFarTooHighEndsTheProgramBeforeASoundPairIsCalledBadAndIsNotForgottenByTheNextStart(
            SharedBroker.Address broker) throws Exception {
        Installation installation = new Installation(
                broker,
                "diverged",
                directory,
                "model.layers",
                "20,16,4",
                "train.direct",
                "true",
                "train.inputs",
                "raw",
                "train.clip",
                "0",
                "train.learning.rate.decay.pairs",
                "0",
                "train.learning.rate",
                "100",
                "train.commit.interval.ms",
                "9000"); // the pairs of this test are of one transaction
        try (Cluster cluster = new Cluster(broker.bootstrapServers())) {
            new Workload(8, installation.topics(), cluster).sendInlinePairs(800);
            for (int start = 0; start < 2; start++) {
                try (Program program = installation.start()) {
                    assertEquals(1, program.waitFor(), program.output());
                    assertTrue(
                            program.output()
                                    .contains("kinstream: stopped: the model must take steps from pairs that an"
                                            + " untrained one can learn, but refused 16 of them in a row"),
                            program.output());
                    assertTrue(program.output().contains("last at the pair from diverged.pairs-0@"));
                }
            }
            assertEquals(0, cluster.read(installation.topics().deadLetters()).size());
            installation.newest().ifPresent(model -> {
                for (float weight : model.parameters()) {
                    assertTrue(Float.isFinite(weight));
                }
            });
        }
    }
}
