package io.kinstream.cli;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.local.EmbeddedBroker;
import io.kinstream.stream.TopicAdmin;
import io.kinstream.stream.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A broker of our own with the job's state beside it in one data directory. */
final class Embedded implements AutoCloseable {

    private final Path dataDir;
    private final EmbeddedBroker broker;

    private Embedded(Path dataDir, EmbeddedBroker broker) {
        this.dataDir = dataDir;
        this.broker = broker;
    }

    static Embedded start(Path dataDir, int port) throws IOException {
        EmbeddedBroker broker = EmbeddedBroker.start(brokerData(dataDir), port);
        return new Embedded(dataDir, broker);
    }

    /** The part of a data directory that is the broker's. */
    static Path brokerData(Path dataDir) {
        return dataDir.resolve("broker");
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** What the configuration must say to use this broker. */
    Map<String, String> overrides() {
        return Map.of(
                "kafka.bootstrap.servers", broker.bootstrapServers(),
                "state.dir", dataDir.resolve("state").toString());
    }

    /** Nobody else has made them: creates the topics that are missing. */
    void createTopics(KinstreamConfig config) {
        try (Admin admin = Admin.create(Map.copyOf(config.kafka()))) {
            new TopicAdmin(admin, new Topics(config)).create(config.replicationFactor());
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
