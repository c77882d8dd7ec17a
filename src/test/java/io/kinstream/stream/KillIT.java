package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.testing.Cluster;
import io.kinstream.testing.OnePass;
import io.kinstream.testing.Program;
import io.kinstream.testing.SharedBroker;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.LogEntryCodec;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.Origin;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The promise: killed at any moment, any number of times, the program learns each pair once, to the same bits. */
@ExtendWith(SharedBroker.class)
class KillIT {

    private static final int KILLS = 3;
    /** Pairs that are sent before a kill in two halves, so that it comes when some are learned and some are on the way. */
    private static final int HALF = 2000;

    @TempDir
    private Path directory;

    @Test
    void weightsAfterThreeKillsAreThoseOfOnePassOverTheTrainingLog(SharedBroker.Address broker) throws Exception {
        Installation installation =
                new Installation(broker, "kill-join", directory, "model.layers", "20,16,4", "train.linger.ms", "300");
        int bad = 0;
        int pairs = 0;
        try (Cluster cluster = new Cluster(broker.bootstrapServers())) {
            Workload workload = new Workload(1, installation.topics(), cluster);
            workload.sendItems();
            for (int kill = 0; kill < KILLS; kill++) {
                try (Program program = installation.start()) {
                    workload.sendMixedPairs(HALF);
                    installation.awaitVersion(pairs + 200);
                    workload.sendMixedPairs(HALF);
                    bad += workload.sendBadPairs();
                    program.kill();
                }
                pairs += 2 * HALF;
                assertTrue(installation.newest().orElseThrow().manifest().modelVersion() < pairs, "killed too late");
            }
            try (Program program = installation.start()) {
                ModelSnapshot model = installation.awaitVersion(pairs);
                program.terminate();

                List<LogEntry> log = cluster.read(installation.topics().trainingLog()).stream()
                        .map(record -> LogEntryCodec.decode(record.value()))
                        .toList();
                assertEquals(pairs, origins(log).size());
                assertEquals(pairs, model.manifest().modelVersion());
                assertArrayEquals(OnePass.over(log, installation.config()), model.parameters());
                assertEquals(
                        bad, cluster.read(installation.topics().deadLetters()).size());
            }
        }
    }

    @Test
    void inDirectModeWeightsAfterThreeKillsAndBadEventsAreThoseOfAnUndisturbedRun(SharedBroker.Address broker)
            throws Exception {
        String[] settings = {"model.layers", "20,16,4", "train.direct", "true", "train.linger.ms", "-1"};
        Installation killed = new Installation(broker, "kill-direct", directory, settings);
        Installation undisturbed = new Installation(broker, "undisturbed", directory, settings);
        int bad = 0;
        int pairs = 0;
        try (Cluster cluster = new Cluster(broker.bootstrapServers())) {
            Workload workload = new Workload(2, killed.topics(), cluster);
            for (int kill = 0; kill < KILLS; kill++) {
                try (Program program = killed.start()) {
                    workload.sendInlinePairs(HALF);
                    killed.awaitVersion(pairs + 200);
                    workload.sendInlinePairs(HALF);
                    bad += workload.sendBadPairs();
                    program.kill();
                }
                pairs += 2 * HALF;
                assertTrue(killed.newest().orElseThrow().manifest().modelVersion() < pairs, "killed too late");
            }
            new Workload(2, undisturbed.topics(), cluster).sendInlinePairs(pairs);
            try (Program one = killed.start();
                    Program other = undisturbed.start()) {
                ModelSnapshot afterKills = killed.awaitVersion(pairs);
                ModelSnapshot alone = undisturbed.awaitVersion(pairs);
                one.terminate();
                other.terminate();

                assertEquals(pairs, afterKills.manifest().modelVersion());
                assertArrayEquals(alone.parameters(), afterKills.parameters());
                assertEquals(bad, cluster.read(killed.topics().deadLetters()).size());
            }
        }
    }

    /** Where each learned pair came from; fails if one is there twice. */
    private static Set<Origin> origins(List<LogEntry> log) {
        Set<Origin> origins = new HashSet<>();
        for (LogEntry entry : log) {
            if (entry instanceof LogEntry.Learn learn) {
                assertTrue(origins.add(learn.origin()), "twice in the training log: " + learn.origin());
            }
        }
        return origins;
    }
}
