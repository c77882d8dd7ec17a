package io.kinstream.docker;

import io.kinstream.testing.FreePort;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The broker of the compose file, with its settings, but for its places: this machine is every host, free ports stand for
 * its ports, and a directory for its volume.
 */
final class ComposedBroker implements AutoCloseable {

    private static final List<String> PORTS = List.of("19092", "9092", "9093");

    private final KafkaRaftServer server;
    private final int port;

    private ComposedBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    static ComposedBroker start(Path directory) throws Exception {
        Properties settings = settings(directory);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setNodeId(Integer.parseInt(settings.getProperty("node.id")))
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(settings.getProperty("controller.listener.names"))
                .setDirectories(List.of(directory.toString()))
                .setMetadataLogDirectory(directory.toString())
                .run();
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
        server.startup();
        String bootstrap = settings.getProperty("advertised.listeners").split("[,:/]+")[2];
        return new ComposedBroker(server, Integer.parseInt(bootstrap));
    }

    private static Properties settings(Path directory) throws IOException {
        Map<String, String> variables =
                DockerFolder.texts(DockerFolder.yaml("compose.yaml").at("/services/kafka/environment"));
        Properties settings = new Properties();
        variables.forEach((variable, value) -> settings.put(ComposeTest.setting(variable), value));
        List<Integer> free = FreePort.find(PORTS.size());
        for (int i = 0; i < PORTS.size(); i++) {
            String there = "(kafka|127\\.0\\.0\\.1)?:" + PORTS.get(i);
            String here = "127.0.0.1:" + free.get(i);
            settings.replaceAll((key, value) -> value.toString().replaceAll(there, here));
        }
        settings.put("log.dirs", directory.toString());
        return settings;
    }

    /** Where containers find it. */
    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
