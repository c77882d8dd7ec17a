package io.kinstream.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.config.Role;
import io.kinstream.stream.TopicAdmin;
import io.kinstream.stream.Topics;
import io.kinstream.testing.Program;
import io.kinstream.wire.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** What faults act on: the program of a round, perhaps a second instance of it, and the broker of the lane. */
final class Site implements AutoCloseable {

    private static final int SIGTERM = 128 + 15;
    private static final int FAILED = 1;
    private static final int WRONG_CONFIGURATION = 2; // found at the start, topics are a part of it

    private final Lane lane;
    private final Setup setup;
    private final Launch launch;
    private Program program;
    private Program rival;

    /** Creates the topics; nothing runs yet. */
    Site(Lane lane, Setup setup, List<Path> patches) throws IOException {
        this.lane = lane;
        this.setup = setup;
        this.launch = new Launch(setup, lane.directory(), patches);
        try (Admin admin = lane.admin()) {
            new TopicAdmin(admin, new Topics(setup.config())).create((short) 1);
        }
    }

    Lane lane() {
        return lane;
    }

    Setup setup() {
        return setup;
    }

    String name(Topic topic) {
        return setup.config().topic(topic.word());
    }

    void start() throws IOException {
        program = launch.program();
    }

    void startMined(String meter, int count) throws IOException {
        program = launch.mined(meter, count);
    }

    void startRival() throws IOException {
        rival = launch.rival();
    }

    Program program() {
        return program;
    }

    Program rival() {
        return rival;
    }

    /** SIGTERM, which must end in order. */
    void terminate(Program which) throws InterruptedException {
        assertEquals(SIGTERM, which.terminate(), () -> "status after SIGTERM; the program said: " + which.output());
    }

    /** Whether the program ends by itself within some time. */
    boolean endsWithin(Duration patience) throws InterruptedException {
        long giveUpAt = System.nanoTime() + patience.toNanos();
        while (program.isAlive() && System.nanoTime() < giveUpAt) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return !program.isAlive();
    }

    /** No fault may end a program but those that are meant to. */
    void checkAlive() {
        assertTrue(program.isAlive(), () -> "the program must go on, but ended; it said: " + program.output());
    }

    /** The program has ended because it could not go on, and has said so. */
    void checkFailed() throws InterruptedException {
        int status = program.waitFor();
        assertTrue(
                status == FAILED || status == WRONG_CONFIGURATION,
                () -> "status " + status + " after a refused record; the program said: " + program.output());
    }

    /** The program's state directory is lost. */
    void deleteState() throws IOException {
        delete(Path.of(setup.values().get("state.dir")));
    }

    /** Sets one setting of a topic; {@code value} null takes it back to what it was. */
    void set(Topic topic, String key, String value) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name(topic));
        String original = new Topics(setup.config())
                .all().stream()
                        .filter(spec -> spec.name().equals(name(topic)))
                        .findFirst()
                        .orElseThrow()
                        .configs()
                        .get(key);
        String wanted = value == null ? original : value;
        AlterConfigOp change = new AlterConfigOp(
                new ConfigEntry(key, wanted), wanted == null ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET);
        try (Admin admin = lane.admin()) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(change)))
                    .all()
                    .get();
        }
    }

    /** Which partitions the program has not read to their end, with the offset it stands at and that end. */
    String lags() {
        try (Admin admin = lane.admin()) {
            Map<TopicPartition, OffsetAndMetadata> positions = admin.listConsumerGroupOffsets(
                            setup.config().applicationId(Role.TRAIN))
                    .partitionsToOffsetAndMetadata()
                    .get();
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            positions.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
            Map<String, String> lags = new TreeMap<>();
            admin.listOffsets(latest).all().get().forEach((partition, end) -> {
                long position = positions.get(partition).offset();
                if (position < end.offset()) {
                    lags.put(partition.toString(), position + " of " + end.offset());
                }
            });
            return lags + "; group " + group(admin);
        } catch (Exception e) {
            return "unknown, " + e;
        }
    }

    /** Transactions that are not over: what the coordinator knows, and which partitions are held up by whom. */
    String transactions() {
        try (Admin admin = lane.admin()) {
            List<String> topics = topics(admin);
            Set<TopicPartition> partitions = new HashSet<>();
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get()
                    .forEach((name, topic) -> topic.partitions()
                            .forEach(partition -> partitions.add(new TopicPartition(name, partition.partition()))));
            Map<String, String> held = new TreeMap<>();
            admin.describeProducers(partitions)
                    .all()
                    .get()
                    .forEach((partition, state) -> state.activeProducers().stream()
                            .filter(producer ->
                                    producer.currentTransactionStartOffset().isPresent())
                            .forEach(producer -> held.put(partition.toString(), producer.toString())));
            return admin.listTransactions().all().get().stream()
                            .filter(transaction -> transaction.transactionalId().startsWith(setup.name() + "-"))
                            .toList()
                    + "; held up: " + held;
        } catch (Exception e) {
            return "unknown, " + e;
        }
    }

    private List<String> topics(Admin admin) throws Exception {
        return admin.listTopics().names().get().stream()
                .filter(topic -> topic.startsWith(setup.name() + ".") || topic.startsWith(setup.name() + "-"))
                .toList();
    }

    private String group(Admin admin) throws Exception {
        String id = setup.config().applicationId(Role.TRAIN);
        ConsumerGroupDescription group =
                admin.describeConsumerGroups(List.of(id)).all().get().get(id);
        Map<String, String> members = new TreeMap<>();
        group.members()
                .forEach(member -> members.put(
                        member.groupInstanceId().orElse("") + "/" + member.consumerId(),
                        member.assignment().topicPartitions().toString()));
        return group.groupState() + " " + members;
    }

    /** Ends what still runs, and removes what a passed round leaves. */
    void clean() throws Exception {
        close();
        try (Admin admin = lane.admin()) {
            admin.deleteTopics(topics(admin)).all().get();
        }
        deleteState();
        delete(Path.of(setup.values().get("state.dir") + "-rival"));
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void close() {
        for (Program each : new Program[] {program, rival}) {
            if (each != null) {
                each.close();
            }
        }
    }
}
