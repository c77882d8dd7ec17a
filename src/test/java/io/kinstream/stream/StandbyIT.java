package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.config.Role;
import io.kinstream.testing.Await;
import io.kinstream.testing.Cluster;
import io.kinstream.testing.OnePass;
import io.kinstream.testing.Program;
import io.kinstream.testing.SharedBroker;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.LogEntryCodec;
import io.kinstream.wire.ModelSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two processes share a job: whichever of them learns is killed, the other learns on where it was. */
@ExtendWith(SharedBroker.class)
class StandbyIT {

    private static final List<String> NAMES = List.of("standby-a", "standby-b");
    private static final int HALF = 1000;

    @TempDir
    private Path directory;

    private final Map<String, Program> programs = new HashMap<>();

    @AfterEach
    void end() {
        programs.values().forEach(Program::close);
    }

    @Test
    void theOtherProcessLearnsOnToTheSameBitsWhenTheOneThatLearnsIsKilled(SharedBroker.Address broker)
            throws Exception {
        Installation installation = new Installation(
                broker,
                "standby",
                directory,
                "model.layers",
                "20,16,4",
                "roles",
                "train",
                "kafka.num.standby.replicas",
                "1",
                "kafka.session.timeout.ms",
                "6000");
        int pairs = 0;
        try (Cluster cluster = new Cluster(broker.bootstrapServers())) {
            Workload workload = new Workload(3, installation.topics(), cluster);
            workload.sendItems();
            for (int kill = 0; kill < 2; kill++) {
                for (String name : NAMES) {
                    start(installation, name);
                }
                installation.awaitVersion(0); // else there may be no group yet
                String learner = awaitLearner(installation, NAMES.size());
                workload.sendMixedPairs(HALF);
                installation.awaitVersion(pairs + 200);
                workload.sendMixedPairs(HALF);
                programs.remove(learner).kill();
                pairs += 2 * HALF;
                assertTrue(installation.newest().orElseThrow().manifest().modelVersion() < pairs, "killed too late");
                installation.awaitVersion(pairs);
                assertNotEquals(learner, awaitLearner(installation, 1));
            }
            ModelSnapshot model = installation.awaitVersion(pairs);

            List<LogEntry> log = cluster.read(installation.topics().trainingLog()).stream()
                    .map(record -> LogEntryCodec.decode(record.value()))
                    .toList();
            assertEquals(pairs, model.manifest().modelVersion());
            assertArrayEquals(OnePass.over(log, installation.config()), model.parameters());
            assertEquals(0, cluster.read(installation.topics().deadLetters()).size());
        }
    }

    private void start(Installation installation, String name) throws IOException {
        if (!programs.containsKey(name)) {
            Map<String, String> own = Map.of(
                    "KINSTREAM_STATE_DIR", directory.resolve(name).toString(), "KINSTREAM_KAFKA_CLIENT_ID", name);
            programs.put(name, installation.start(own));
        }
    }

    /** Waits until that many processes, with all their threads, share the job; returns the one that has the training log. */
    private static String awaitLearner(Installation installation, int processes) {
        int members = processes * installation.config().threads(Role.TRAIN);
        String group = installation.config().applicationId(Role.TRAIN);
        String log = installation.topics().trainingLog();
        try (Admin admin = Admin.create(Map.copyOf(installation.config().kafka()))) {
            return Await.until("a learner among " + processes, Duration.ofSeconds(90), () -> {
                ConsumerGroupDescription found = TopicAdmin.await(
                                admin.describeConsumerGroups(List.of(group)).all(), "the group could not be described")
                        .get(group);
                return found.members().size() == members ? learner(found, log) : Optional.empty();
            });
        }
    }

    private static Optional<String> learner(ConsumerGroupDescription group, String log) {
        return group.members().stream()
                .filter(member -> member.assignment().topicPartitions().stream()
                        .anyMatch(partition -> partition.topic().equals(log)))
                .flatMap(member ->
                        NAMES.stream().filter(name -> member.clientId().startsWith(name + "-")))
                .findFirst();
    }
}
