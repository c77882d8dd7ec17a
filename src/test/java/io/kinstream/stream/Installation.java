package io.kinstream.stream;

import io.kinstream.config.ConfigProblems;
import io.kinstream.config.KinstreamConfig;
import io.kinstream.testing.Await;
import io.kinstream.testing.Program;
import io.kinstream.testing.SharedBroker;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.SnapshotCodec;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** One installation on the shared broker: its topics, its configuration file, the program, and the model it publishes. */
final class Installation {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String name;
    private final Path file;
    private final Map<String, String> values;
    private final KinstreamConfig config;
    private final ModelReader models;

    /** Creates the topics. {@code settings} are alternating keys and values. */
    Installation(SharedBroker.Address broker, String name, Path directory, String... settings)
            throws IOException, ConfigProblems {
        this.name = name;
        this.file = directory.resolve(name + ".properties");
        values = new HashMap<>(Map.of(
                "application.id",
                name,
                "topics.prefix",
                name + ".",
                "kafka.bootstrap.servers",
                broker.bootstrapServers(),
                "state.dir",
                directory.resolve(name).toString(),
                "http.enabled",
                "false",
                "train.commit.interval.ms",
                "200",
                "publish.interval.ms",
                "300"));
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        Properties properties = new Properties();
        properties.putAll(values);
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        config = KinstreamConfig.load(values, Map.of(), Map.of());
        models = new ModelReader(config);
        try (Admin admin = Admin.create(Map.copyOf(config.kafka()))) {
            new TopicAdmin(admin, topics()).create((short) 1);
        }
    }

    KinstreamConfig config() {
        return config;
    }

    /** The configuration with other settings, alternating keys and values. */
    KinstreamConfig with(String... settings) throws ConfigProblems {
        Map<String, String> other = new HashMap<>(values);
        for (int i = 0; i < settings.length; i += 2) {
            other.put(settings[i], settings[i + 1]);
        }
        return KinstreamConfig.load(other, Map.of(), Map.of());
    }

    Topics topics() {
        return new Topics(config);
    }

    Program start() throws IOException {
        return start(Map.of());
    }

    /** @param environment variables, which win over the configuration file */
    Program start(Map<String, String> environment) throws IOException {
        return Program.start(name, environment, "run", "--config", file.toString());
    }

    /** Runs another command on this installation to its end. */
    Ended run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        String[] arguments = Stream.concat(Arrays.stream(command), Stream.of("--config", file.toString()))
                .toArray(String[]::new);
        try (Program program = Program.start(name + "-commands", environment, arguments)) {
            int exitCode = program.waitFor();
            return new Ended(exitCode, program.output());
        }
    }

    /** What a command came to. */
    record Ended(int exitCode, String output) {}

    /** Waits for a version that is at least {@code version}. */
    ModelSnapshot awaitVersion(long version) {
        return Await.until(
                "version " + version + " of " + name,
                PATIENCE,
                () -> newest().filter(model -> model.manifest().modelVersion() >= version));
    }

    Optional<ModelSnapshot> newest() {
        return models.newest() instanceof SnapshotCodec.Complete complete
                ? Optional.of(complete.snapshot())
                : Optional.empty();
    }
}
