package io.kinstream.bench;

import io.kinstream.config.ConfigProblems;
import io.kinstream.config.KinstreamConfig;
import io.kinstream.stream.TopicAdmin;
import io.kinstream.stream.Topics;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** One job under measurement: topics of its own on the broker, and its configuration, as a user would write it. */
final class Installation {

    private final String name;
    private final Path directory;
    private final Path file;
    private final KinstreamConfig config;

    /**
     * Creates the topics.
     *
     * @param settings what differs from the product's defaults
     */
    Installation(String name, Path directory, String servers, Map<String, String> settings)
            throws IOException, ConfigProblems {
        this.name = name;
        this.directory = Files.createDirectories(directory.resolve(name));
        Map<String, String> values = new HashMap<>(settings);
        values.put("application.id", name);
        values.put("topics.prefix", name + ".");
        values.put("kafka.bootstrap.servers", servers);
        values.put("http.port", "0");
        this.file = this.directory.resolve("kinstream.properties");
        Properties properties = new Properties();
        properties.putAll(values);
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        config = KinstreamConfig.load(values, Map.of(), Map.of());
        try (Admin admin = Admin.create(Map.copyOf(config.kafka()))) {
            new TopicAdmin(admin, new Topics(config)).create(config.replicationFactor());
        }
    }

    String name() {
        return name;
    }

    KinstreamConfig config() {
        return config;
    }

    /**
     * Starts the program.
     *
     * @param program the class of its commands
     * @param instance names the process and its state directory
     * @param environment settings of this process alone
     * @param more arguments after those of {@code run}
     */
    ChildProgram start(String program, String instance, Map<String, String> environment, String... more)
            throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("KINSTREAM_STATE_DIR", directory.resolve(instance).toString());
        Path log = directory.resolve(instance + ".log");
        List<String> arguments = new ArrayList<>(List.of("run", "--config", file.toString()));
        arguments.addAll(List.of(more));
        return ChildProgram.start(ChildProgram.java(program), all, log, arguments);
    }

    /** Removes all topics of this job, its internal ones, too; nobody may use them any more. */
    void deleteTopics() throws InterruptedException {
        try (Admin admin = Admin.create(Map.copyOf(config.kafka()))) {
            List<String> ours = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(name + ".") || topic.startsWith(name + "-"))
                    .toList();
            admin.deleteTopics(ours).all().get();
        } catch (ExecutionException e) {
            throw new KafkaException("the topics of " + name + " could not be deleted", e.getCause());
        }
    }
}
