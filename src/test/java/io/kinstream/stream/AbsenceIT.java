package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.config.Role;
import io.kinstream.local.EmbeddedBroker;
import io.kinstream.testing.Await;
import io.kinstream.testing.Cluster;
import io.kinstream.testing.FreePort;
import io.kinstream.testing.Program;
import io.kinstream.testing.Scrape;
import io.kinstream.testing.SharedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process comes back whose state is older than what its changelogs still tell. */
class AbsenceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** So many that there are some in each partition of the join. */
    private static final int ITEMS = 40;

    private static final String WAITING = "kinstream_pairs_waiting";
    private static final String PARKED = "kinstream_pairs_joined_total{outcome=\"parked\"}";
    private static final String FEATURES = "{\"features\":[0.25,0.5]}";

    /** So that what was deleted is forgotten within seconds. */
    private static final Map<String, String> FORGETFUL = Map.of(
            TopicConfig.SEGMENT_MS_CONFIG, "500",
            TopicConfig.DELETE_RETENTION_MS_CONFIG, "0",
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.0001");

    @TempDir
    private Path directory;

    private Scrape scrape;
    private int port;

    @BeforeEach
    void choosePort() throws Exception {
        port = FreePort.find();
        scrape = new Scrape(port);
    }

    @Test
    void pairsThatAnotherLetGoMeanwhileDoNotWaitAnyMore() throws Exception {
        Map<String, String> cleaning = Map.of("log.cleaner.backoff.ms", "500");
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0, cleaning);
                Cluster cluster = new Cluster(broker.bootstrapServers())) {
            Installation installation = installation(new SharedBroker.Address(broker.bootstrapServers()));
            String application = installation.config().applicationId(Role.TRAIN);
            List<String> changelogs = Stream.of("waiting", "deadlines")
                    .map(store -> application + "-" + store + "-changelog")
                    .toList();
            cluster.send(installation.topics().features(), "known", FEATURES);
            try (Program program = installation.start()) {
                sendPairs(installation, cluster, "late");
                awaitWaiting(ITEMS);
                program.terminate();
            }
            forgetSoon(installation, changelogs);
            String elsewhere = directory.resolve("elsewhere").toString();
            try (Program other = installation.start(Map.of("KINSTREAM_STATE_DIR", elsewhere))) {
                sendItems(installation, cluster, "late");
                awaitWaiting(0);
                awaitForgotten(installation, cluster, changelogs);
                other.terminate();
            }
            leftTooLongAgo(application);
            try (Program program = installation.start()) {
                sendPairs(installation, cluster, "never");
                awaitParked(ITEMS, program); // so all partitions know what waits
                awaitWaiting(ITEMS);
                program.terminate();
            }
        }
    }

    private Installation installation(SharedBroker.Address broker) throws Exception {
        return new Installation(
                broker,
                "away",
                directory,
                "model.layers",
                "2,2",
                "roles",
                "train",
                "http.enabled",
                "true",
                "http.port",
                Integer.toString(port));
    }

    private static void sendItems(Installation installation, Cluster cluster, String prefix) {
        for (int item = 0; item < ITEMS; item++) {
            cluster.send(installation.topics().features(), prefix + "-" + item, FEATURES);
        }
        cluster.flush();
    }

    /** One for each item with the prefix. */
    private static void sendPairs(Installation installation, Cluster cluster, String prefix) {
        for (int item = 0; item < ITEMS; item++) {
            cluster.send(
                    installation.topics().pairs(),
                    null,
                    "{\"left\":\"known\",\"right\":\"" + prefix + "-" + item + "\",\"label\":\"similar\"}");
        }
        cluster.flush();
    }

    private static void forgetSoon(Installation installation, List<String> changelogs) throws Exception {
        List<AlterConfigOp> changes = FORGETFUL.entrySet().stream()
                .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
                .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
                .toList();
        try (Admin admin = Admin.create(Map.copyOf(installation.config().kafka()))) {
            admin.incrementalAlterConfigs(changelogs.stream()
                            .collect(Collectors.toMap(
                                    topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic), topic -> changes)))
                    .all()
                    .get();
        }
    }

    /** Lets others come and go, as brokers forget only while something is written, until nothing tells of the late ones. */
    private void awaitForgotten(Installation installation, Cluster cluster, List<String> changelogs) {
        int[] round = {0};
        Await.untilTrue("the deletions to be forgotten", PATIENCE, () -> {
            String prefix = "other-" + round[0]++;
            sendPairs(installation, cluster, prefix);
            awaitWaiting(ITEMS);
            sendItems(installation, cluster, prefix);
            awaitWaiting(0);
            return changelogs.stream()
                    .flatMap(changelog -> cluster.read(changelog).stream())
                    .noneMatch(record -> new String(record.key(), StandardCharsets.ISO_8859_1).contains("late-"));
        });
    }

    private void awaitWaiting(int pairs) {
        Await.untilValue(WAITING, pairs, PATIENCE, () -> scrape.value(WAITING));
    }

    /** At least so many: what a transaction that is given up has done is counted again when it is done again. */
    private void awaitParked(int pairs, Program program) {
        Await.untilAtLeast(PARKED, pairs, PATIENCE, () -> {
            assertTrue(program.isAlive(), () -> "the program must run, but ended; its output: " + program.output());
            return scrape.value(PARKED);
        });
    }

    private void leftTooLongAgo(String application) throws Exception {
        Instant left = Instant.now().minus(StateDirectory.LONGEST_ABSENCE).minusSeconds(1);
        Files.setLastModifiedTime(directory.resolve("away").resolve(application + ".lock"), FileTime.from(left));
    }
}
