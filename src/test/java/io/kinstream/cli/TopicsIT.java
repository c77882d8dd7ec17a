package io.kinstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.testing.Program;
import io.kinstream.testing.SharedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class TopicsIT {

    private static final short ONE = 1;

    @TempDir
    private Path directory;

    private String broker;
    private String config;

    @BeforeEach
    void configure(SharedBroker.Address address) throws Exception {
        broker = address.bootstrapServers();
        config = Files.writeString(
                        directory.resolve("topics.properties"),
                        """
                        application.id=topics-it
                        topics.prefix=topics-it.
                        model.layers=4,8,2
                        http.enabled=false
                        """ + "state.dir=" + directory.resolve("state") + "\nkafka.bootstrap.servers=" + broker)
                .toString();
    }

    @Test
    void whatIsMissingIsCreatedAndWhatIsWrongIsListedWithItsFix() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            createWrongTopics(admin);
            List<String> problems = List.of(
                    "topics-it.pairs must exist: create it with `kinstream topics create`",
                    "topics-it.embeddings must exist: create it with",
                    "topics-it.training-log must exist: create it with",
                    "topics-it.models must have 1 partition (one model is one ordered learner), but was 3",
                    "topics-it.features: cleanup.policy must be compact, but was delete: set it with"
                            + " `kafka-configs --bootstrap-server " + broker
                            + " --alter --topic topics-it.features --add-config cleanup.policy=compact`",
                    "topics-it.dead-letters: max.message.bytes must be 4194304, but was 1000000: set it with");
            endsWith(2, problems, "topics", "check");
            endsWith(2, problems, "run");
            assertFalse(Files.exists(directory.resolve("state")), "a run that was refused left state");

            List<String> created = List.of("pairs", "embeddings", "training-log").stream()
                    .map(topic -> "created topics-it." + topic)
                    .toList();
            endsWith(0, created, "topics", "create");
            endsWith(0, List.of("all topics were there"), "topics", "create");
            endsWith(2, problems.subList(3, 6), "topics", "check");

            mend(admin);
            endsWith(0, List.of("all topics are as they must be"), "topics", "check");
        }
    }

    private static void createWrongTopics(Admin admin) throws Exception {
        admin.createTopics(List.of(
                        new NewTopic("topics-it.models", 3, ONE).configs(Map.of("cleanup.policy", "compact")),
                        new NewTopic("topics-it.features", 3, ONE),
                        new NewTopic("topics-it.dead-letters", 1, ONE).configs(Map.of("max.message.bytes", "1000000"))))
                .all()
                .get();
    }

    /** Does what the fixes say. */
    private void mend(Admin admin) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        topic("topics-it.features"), List.of(set("cleanup.policy", "compact")),
                        topic("topics-it.dead-letters"), List.of(set("max.message.bytes", "4194304"))))
                .all()
                .get();
        admin.deleteTopics(List.of("topics-it.models")).all().get();
        endsWith(0, List.of("created topics-it.models"), "topics", "create");
    }

    private static ConfigResource topic(String name) {
        return new ConfigResource(ConfigResource.Type.TOPIC, name);
    }

    private static AlterConfigOp set(String key, String value) {
        return new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    }

    private void endsWith(int exitCode, List<String> lines, String... command) throws Exception {
        String[] arguments = Stream.concat(Arrays.stream(command), Stream.of("--config", config))
                .toArray(String[]::new);
        try (Program program = Program.start("topics", Map.of(), arguments)) {
            assertEquals(exitCode, program.waitFor(), program.output());
            for (String line : lines) {
                assertTrue(program.output().contains(line), "\"" + line + "\" must be in " + program.output());
            }
            assertFalse(program.output().contains("\tat "), program.output());
        }
    }
}
