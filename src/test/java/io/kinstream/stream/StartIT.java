package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.config.Role;
import io.kinstream.testing.Await;
import io.kinstream.testing.Cluster;
import io.kinstream.testing.FreePort;
import io.kinstream.testing.Program;
import io.kinstream.testing.SharedBroker;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Starts that cannot succeed say why in a line, soon, and leave everything as it is. */
@ExtendWith(SharedBroker.class)
class StartIT {

    private static final int FAILED = 1;
    private static final int SIGTERM = 128 + 15;
    private static final String LAYERS = "20,16,4";

    @TempDir
    private Path directory;

    @Test
    void anotherArchitectureThanTheModelsIsRefusedAndTouchesNothing(SharedBroker.Address broker) throws Exception {
        Installation installation = new Installation(broker, "start-fit", directory, "model.layers", LAYERS);
        try (Cluster cluster = new Cluster(broker.bootstrapServers())) {
            Workload workload = new Workload(5, installation.topics(), cluster);
            workload.sendItems();
            workload.sendMixedPairs(64);
            try (Program program = installation.start()) {
                installation.awaitVersion(64);
                assertEquals(SIGTERM, program.terminate());
            }
            workload.sendItems();
            workload.sendMixedPairs(32);

            Map<String, Long> before = settledEnds(broker, "start-fit");
            Map<String, String> other = Map.of("KINSTREAM_MODEL_LAYERS", "24,16,4", "KINSTREAM_MODEL_SEED", "2");
            try (Program program = installation.start(other)) {
                assertEquals(FAILED, program.waitFor(), program::output);
                assertSays(program, "model.layers must be " + LAYERS + ", but was 24,16,4");
                assertSays(program, "model.seed must be 1, but was 2");
                assertSays(program, "Put it back, or start another model");
            }
            assertEquals(before, ends(broker, "start-fit"));

            try (Program program = installation.start()) {
                assertEquals(96, installation.awaitVersion(96).manifest().modelVersion());
                program.terminate();
            }
            assertEquals(0, cluster.read(installation.topics().deadLetters()).size());
        }
    }

    @Test
    void allThatDoesNotFitTheJobIsSaidThoughItsModelIsGoneAndMorePartitionsDoFit(SharedBroker.Address broker)
            throws Exception {
        Installation installation = new Installation(broker, "start-job", directory, "model.layers", LAYERS);
        try (Cluster cluster = new Cluster(broker.bootstrapServers());
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Workload workload = new Workload(6, installation.topics(), cluster);
            workload.sendItems();
            workload.sendMixedPairs(64);
            try (Program program = installation.start()) {
                installation.awaitVersion(64);
                program.terminate();
            }
            admin.deleteTopics(List.of(installation.topics().models())).all().get();
            new TopicAdmin(admin, installation.topics()).create((short) 1);

            Map<String, Long> before = settledEnds(broker, "start-job");
            Map<String, String> other = Map.of(
                    "KINSTREAM_MODEL_SEED", "2", "KINSTREAM_JOIN_PARTITIONS", "7", "KINSTREAM_TOPICS_PARTITIONS", "5");
            try (Program program = installation.start(other)) {
                assertEquals(FAILED, program.waitFor(), program::output);
                assertSays(program, "model.seed must be 1, but was 2");
                assertSays(program, "join.partitions must be 4, but was 7");
            }
            assertEquals(before, ends(broker, "start-job"));

            admin.createPartitions(Map.of(
                            installation.topics().features(), NewPartitions.increaseTo(5),
                            installation.topics().pairs(), NewPartitions.increaseTo(4)))
                    .all()
                    .get();
            workload.sendMixedPairs(32);
            try (Program program = installation.start()) {
                assertEquals(96, installation.awaitVersion(96).manifest().modelVersion());
                program.terminate();
            }
        }
    }

    @Test
    void aPositionThatATransactionIsAboutToTellIsWaitedFor(SharedBroker.Address broker) throws Exception {
        Installation installation = new Installation(broker, "start-pending", directory, "model.layers", LAYERS);
        String group = installation.config().applicationId(Role.TRAIN);
        try (Cluster cluster = new Cluster(broker.bootstrapServers());
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Workload workload = new Workload(8, installation.topics(), cluster);
            workload.sendInlinePairs(64);
            try (Program program = installation.start()) {
                installation.awaitVersion(64);
                program.terminate();
            }
            TopicPartition log = new TopicPartition(installation.topics().trainingLog(), 0);
            OffsetAndMetadata position = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(log);
            awaitNoMembers(admin, group);
            admin.deleteConsumerGroupOffsets(group, Set.of(log)).all().get();

            try (KafkaProducer<byte[], byte[]> producer = transactional(broker);
                    KafkaConsumer<byte[], byte[]> member = memberOf(group, broker)) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.sendOffsetsToTransaction(Map.of(log, position), member.groupMetadata());
                try (Program program = installation.start()) {
                    program.awaitOutput("Looking again at what the job has stored");
                    awaitPatience(program);
                    producer.commitTransaction();
                    workload.sendInlinePairs(32);
                    assertEquals(96, installation.awaitVersion(96).manifest().modelVersion());
                    program.terminate();
                }
            }
        }
    }

    /** A member keeps its place until its session ends. */
    private static void awaitNoMembers(Admin admin, String group) {
        Await.untilTrue("the end of the session", Duration.ofSeconds(60), () -> {
            try {
                return admin.describeConsumerGroups(List.of(group))
                        .describedGroups()
                        .get(group)
                        .get()
                        .members()
                        .isEmpty();
            } catch (ExecutionException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Until it was found waiting again and again. */
    private static void awaitPatience(Program program) throws Exception {
        int looks = 0;
        while (program.output().split("StoredJob.settledPositions").length <= 20) {
            assertTrue(++looks < 600, "the program must wait for positions, but did not");
            program.dumpThreads();
            Thread.sleep(100);
        }
    }

    private static KafkaConsumer<byte[], byte[]> memberOf(String group, SharedBroker.Address broker) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", group);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static KafkaProducer<byte[], byte[]> transactional(SharedBroker.Address broker) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "transactional.id",
                "start-pending",
                "transaction.timeout.ms",
                "300000"); // longer than a program may take to start
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Test
    void aJobWithATrainingLogIsNotContinuedWithoutItAndTheOtherWayRound(SharedBroker.Address broker) throws Exception {
        for (boolean direct : new boolean[] {false, true}) {
            String name = "start-direct-" + direct;
            installation(broker, name, !direct); // the topics of both are there
            Installation installation = installation(broker, name, direct);
            try (Cluster cluster = new Cluster(broker.bootstrapServers())) {
                Workload workload = new Workload(7, installation.topics(), cluster);
                workload.sendInlinePairs(32);
                try (Program program = installation.start()) {
                    installation.awaitVersion(32);
                    program.terminate();
                }
                Map<String, Long> before = settledEnds(broker, name);
                try (Program program = installation.start(Map.of("KINSTREAM_TRAIN_DIRECT", "" + !direct))) {
                    assertEquals(FAILED, program.waitFor(), program::output);
                    assertSays(program, "train.direct must be " + direct + ", but was " + !direct);
                }
                assertEquals(before, ends(broker, name));
            }
        }
    }

    private Installation installation(SharedBroker.Address broker, String name, boolean direct) throws Exception {
        String[] settings = {"model.layers", LAYERS, "topics.partitions", "1", "train.direct", "" + direct};
        return new Installation(broker, name, directory, settings);
    }

    @Test
    void aBrokerThatIsNotThereIsNamed() throws Exception {
        String broker = "127.0.0.1:" + FreePort.find();
        Path config = Files.writeString(directory.resolve("nobody.properties"), """
                        model.layers=4,8,2
                        kafka.default.api.timeout.ms=10000
                        kafka.request.timeout.ms=2000
                        kafka.bootstrap.servers=""" + broker);
        Map<String, String> said = Map.of(
                "run", "kinstream: topics on " + broker + " could not be listed: ",
                "topics check", "kinstream: topics on " + broker + " could not be listed: ",
                "model show", "kinstream: the model on " + broker + " could not be read: ");
        for (String command : said.keySet()) {
            String[] arguments = (command + " --config " + config).split(" ");
            try (Program program = Program.start("start", Map.of(), arguments)) {
                assertEquals(FAILED, program.waitFor(), command);
                assertSays(program, said.get(command));
                assertTrue(program.output().lines().count() < 60, "a flood:\n" + program.output());
                if (command.equals("run")) {
                    assertSays(program, "Waiting for Kafka at " + broker + " for up to another 10 s");
                }
            }
        }
    }

    @Test
    void aStartThatWaitsForABrokerEndsAtOnceWhenAsked() throws Exception {
        Path config = Files.writeString(
                directory.resolve("patient.properties"),
                "model.layers=4,8,2\nkafka.bootstrap.servers=127.0.0.1:" + FreePort.find());
        try (Program program = Program.start("start", Map.of(), "run", "--config", config.toString())) {
            program.awaitOutput("Waiting for Kafka at 127.0.0.1:");
            program.askToEnd();
            assertEquals(SIGTERM, program.waitFor(Duration.ofSeconds(20)));
        }
    }

    @Test
    void aPortThatIsTakenIsNamed(SharedBroker.Address broker) throws Exception {
        Installation installation = new Installation(broker, "start-port", directory, "model.layers", LAYERS);
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(other.getLocalPort());
            String data = directory.resolve("embedded").toString();
            try (Program program =
                    Program.start("start", Map.of(), "run", "--embedded", "--port", port, "--data-dir", data)) {
                assertEquals(FAILED, program.waitFor(), program::output);
                assertSays(program, "port " + port + " on 127.0.0.1 must be free");
            }
            Map<String, String> http = Map.of("KINSTREAM_HTTP_ENABLED", "true", "KINSTREAM_HTTP_PORT", port);
            try (Program program = installation.start(http)) {
                assertEquals(FAILED, program.waitFor(), program::output);
                assertSays(program, "must be an address that is free to listen on, but was 127.0.0.1:" + port);
            }
        }
    }

    private static void assertSays(Program program, String text) {
        assertTrue(program.output().contains(text), "\"" + text + "\" must be in " + program.output());
        assertFalse(program.output().contains("\tat "), program.output());
    }

    /** The ends once the last transaction is over: its marks may be written after a program has ended. */
    private static Map<String, Long> settledEnds(SharedBroker.Address broker, String name) throws Exception {
        Await.untilTrue("the end of the last transaction", Duration.ofSeconds(60), () -> {
            try {
                return ends(broker, name, IsolationLevel.READ_COMMITTED).equals(ends(broker, name));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        return ends(broker, name);
    }

    /** The ends of all partitions of topics that belong to an installation, Kafka Streams' own among them. */
    private static Map<String, Long> ends(SharedBroker.Address broker, String name) throws Exception {
        return ends(broker, name, IsolationLevel.READ_UNCOMMITTED);
    }

    private static Map<String, Long> ends(SharedBroker.Address broker, String name, IsolationLevel isolation)
            throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
            admin.describeTopics(admin.listTopics().names().get().stream()
                            .filter(topic -> topic.startsWith(name))
                            .toList())
                    .allTopicNames()
                    .get()
                    .forEach((topic, description) -> description
                            .partitions()
                            .forEach(partition -> partitions.put(
                                    new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
            Map<String, Long> ends = new TreeMap<>();
            admin.listOffsets(partitions, new ListOffsetsOptions(isolation))
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition.toString(), end.offset()));
            return ends;
        }
    }
}
