package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.testing.Await;
import io.kinstream.testing.Cluster;
import io.kinstream.testing.OnePass;
import io.kinstream.testing.Program;
import io.kinstream.testing.SharedBroker;
import io.kinstream.wire.LogEntryCodec;
import io.kinstream.wire.ModelSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that take each other's place: one of them must go, and say why. */
@ExtendWith(SharedBroker.class)
class InstanceIT {

    private static final String LAYERS = "20,16,4";

    @TempDir
    private Path directory;

    @Test
    void aSecondProcessInTheSameStateDirectoryIsRefusedAndTheFirstGoesOn(SharedBroker.Address broker) throws Exception {
        Installation installation = new Installation(broker, "same-dir", directory, "model.layers", LAYERS);
        try (Cluster cluster = new Cluster(broker.bootstrapServers());
                Program first = installation.start()) {
            Workload workload = new Workload(9, installation.topics(), cluster);
            workload.sendInlinePairs(32);
            installation.awaitVersion(32);
            try (Program second = installation.start()) {
                assertEquals(1, second.waitFor());
                String refusal = "kinstream: state.dir " + directory.resolve("same-dir")
                        + " must be used by one process, but is used by process " + first.pid() + ": stop that one";
                assertTrue(second.output().contains(refusal), second.output());
            }
            workload.sendInlinePairs(32);
            installation.awaitVersion(64);
            assertTrue(first.isAlive());
        }
    }

    @Test
    void theTwoRolesMayShareAStateDirectory(SharedBroker.Address broker) throws Exception {
        Installation installation = new Installation(broker, "two-roles", directory, "model.layers", LAYERS);
        try (Cluster cluster = new Cluster(broker.bootstrapServers());
                Program train = installation.start(Map.of("KINSTREAM_ROLES", "train"));
                Program embed = installation.start(Map.of("KINSTREAM_ROLES", "embed"))) {
            Workload workload = new Workload(9, installation.topics(), cluster);
            workload.sendItems();
            workload.sendMixedPairs(32);
            installation.awaitVersion(32);
            Await.untilTrue(
                    "embeddings",
                    Duration.ofSeconds(60),
                    () -> cluster.read(installation.topics().embeddings()).size() >= Workload.ITEMS);
            assertTrue(train.isAlive() && embed.isAlive());
        }
    }

    /** Of one role each: with both, each of the two may come late in one of them, and both stop. */
    @Test
    void ofTwoWithACopiedStateDirectoryOneStopsSayingWhyAndNothingIsLearnedTwice(SharedBroker.Address broker)
            throws Exception {
        Installation installation =
                new Installation(broker, "copied", directory, "model.layers", LAYERS, "roles", "train");
        try (Cluster cluster = new Cluster(broker.bootstrapServers());
                Program original = installation.start()) {
            Workload workload = new Workload(10, installation.topics(), cluster);
            workload.sendItems();
            workload.sendMixedPairs(320);
            installation.awaitVersion(320);
            Path copy = copy(directory.resolve("copied"), directory.resolve("the-copy"));
            try (Program other = installation.start(Map.of("KINSTREAM_STATE_DIR", copy.toString()))) {
                workload.sendMixedPairs(320);
                Await.untilTrue(
                        "the end of one", Duration.ofSeconds(90), () -> !(original.isAlive() && other.isAlive()));
                boolean copyStopped = original.isAlive(); // mostly it is the original that learns of the other
                Program stopped = copyStopped ? other : original;
                assertEquals(1, stopped.waitFor());
                assertTrue(
                        stopped.output()
                                .contains("kinstream: stopped: the instance id in "
                                        + (copyStopped ? copy : directory.resolve("copied")).resolve("instance-id")
                                        + " must be of one process, but another one came with the same"),
                        stopped.output());
                workload.sendMixedPairs(320);
                ModelSnapshot model = installation.awaitVersion(960);
                assertTrue((copyStopped ? original : other).isAlive());
                assertEquals(960, model.manifest().modelVersion());
                assertArrayEquals(
                        OnePass.over(
                                cluster.read(installation.topics().trainingLog()).stream()
                                        .map(record -> LogEntryCodec.decode(record.value()))
                                        .toList(),
                                installation.config()),
                        model.parameters());
            }
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
        return to;
    }
}
