package io.kinstream.bench;

import io.kinstream.config.ConfigProblems;
import io.kinstream.config.KinstreamConfig;
import io.kinstream.stream.TopicAdmin;
import io.kinstream.stream.Topics;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;

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
     */
    ChildProgram start(String program, String instance, Map<String, String> environment) throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("KINSTREAM_STATE_DIR", directory.resolve(instance).toString());
        Path log = directory.resolve(instance + ".log");
        return ChildProgram.start(program, all, log, "run", "--config", file.toString());
    }
}
