package io.kinstream.local;

import io.kinstream.stream.DirectoryLock;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A real Kafka broker in this process: one KRaft node that is broker and controller, the same code that
 * {@code kafka-server-start.sh} runs. It listens on 127.0.0.1 only, for any Kafka client. Its data outlives the
 * process, killed or closed, and may be opened on another port.
 *
 * <p>Meant for one machine: every topic has one replica, and a record is safe against the end of the process, not
 * against the loss of power. Topics are never created by accident, message limits are Kafka's defaults.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String NODE = "1";
    private static final String LOCK = "kinstream";

    private final int port;
    private final KraftNode server;
    private final DirectoryLock lock;

    private EmbeddedBroker(int port, KraftNode server, DirectoryLock lock) {
        this.port = port;
        this.server = server;
        this.lock = lock;
    }

    /**
     * Starts a broker and returns when it is ready.
     *
     * @param dataDir where it keeps its data, created if missing
     * @param port from 1 to 65535, or 0 for any free one
     * @throws IOException if the port is taken, the directory is used by another broker or cannot be written, or the
     *     broker does not start; the message says what to do
     */
    public static EmbeddedBroker start(Path dataDir, int port) throws IOException {
        return start(dataDir, port, Map.of());
    }

    /**
     * The same, with settings of the broker that win over the ones here.
     *
     * @param more as in a broker's {@code server.properties}
     * @throws IOException see {@link #start(Path, int)}
     */
    public static EmbeddedBroker start(Path dataDir, int port, Map<String, String> more) throws IOException {
        Path directory = dataDir.toAbsolutePath().normalize();
        DirectoryLock lock = lock(directory);
        try {
            int[] ports = freePorts(port);
            format(directory);
            Properties settings = settings(directory, ports[0], ports[1]);
            settings.putAll(more);
            KafkaConfig config = KafkaConfig.fromProps(settings, false);
            return new EmbeddedBroker(ports[0], started(config, directory), lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Keeps any broker out of a directory.
     *
     * @throws IOException if one is in it
     */
    public static DirectoryLock lock(Path dataDir) throws IOException {
        return DirectoryLock.acquire("data directory", dataDir, LOCK);
    }

    /** What a client sets as {@code bootstrap.servers}, {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    /** Stops the broker and waits until all of it has ended; a second call does nothing. */
    @Override
    public void close() {
        server.close();
        lock.close();
    }

    private static KraftNode started(KafkaConfig config, Path directory) throws IOException {
        KraftNode server = new KraftNode(config);
        try {
            server.start();
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw new IOException("broker with data in " + directory + " did not start: " + e.getMessage(), e);
        }
    }

    /** A port for clients and one for the controller; both are free now, and different. */
    private static int[] freePorts(int wanted) throws IOException {
        try (ServerSocket clients = new ServerSocket();
                ServerSocket controller = new ServerSocket()) {
            InetAddress host = InetAddress.getByName(HOST);
            try {
                clients.bind(new InetSocketAddress(host, wanted));
            } catch (IOException e) {
                throw new IOException(
                        "port " + wanted + " on " + HOST + " must be free, but is taken by another program: stop it, or"
                                + " choose another port (0 picks a free one)",
                        e);
            }
            controller.bind(new InetSocketAddress(host, 0));
            return new int[] {clients.getLocalPort(), controller.getLocalPort()};
        }
    }

    /** Gives an empty directory an identity. It is written last, so a process killed meanwhile leaves an empty one. */
    private static void format(Path directory) throws IOException {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                    .setNodeId(Integer.parseInt(NODE))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName("CONTROLLER")
                    .setDirectories(List.of(directory.toString()))
                    .setMetadataLogDirectory(directory.toString())
                    .run();
        } catch (Exception e) {
            throw new IOException("data directory " + directory + " cannot be formatted: " + e.getMessage(), e);
        }
    }

    private static Properties settings(Path directory, int port, int controllerPort) {
        Properties settings = new Properties();
        String[][] entries = {
            {"process.roles", "broker,controller"},
            {"node.id", NODE},
            {"controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort},
            {"controller.listener.names", "CONTROLLER"},
            {"listeners", "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort},
            {"advertised.listeners", "PLAINTEXT://" + HOST + ":" + port},
            {"listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"},
            {"inter.broker.listener.name", "PLAINTEXT"},
            {"log.dirs", directory.toString()},
            {"auto.create.topics.enable", "false"},
            // It would take the leader from all partitions while transactions still end, see KraftNode; nobody else is
            // there to become it.
            {"controlled.shutdown.enable", "false"},
            // One node: every internal topic has one replica and, for one machine's load, one partition.
            {"default.replication.factor", "1"},
            {"offsets.topic.replication.factor", "1"},
            {"offsets.topic.num.partitions", "1"},
            {"transaction.state.log.replication.factor", "1"},
            {"transaction.state.log.min.isr", "1"},
            {"transaction.state.log.num.partitions", "1"},
            {"share.coordinator.state.topic.replication.factor", "1"},
            {"share.coordinator.state.topic.min.isr", "1"},
            {"share.coordinator.state.topic.num.partitions", "1"},
            // Nobody else is going to join a group: do not wait for them.
            {"group.initial.rebalance.delay.ms", "0"},
            {"group.streams.initial.rebalance.delay.ms", "0"},
            // A job that rests for longer than Kafka's seven days still continues where it was.
            {"offsets.retention.minutes", String.valueOf(Integer.MAX_VALUE)},
            // A modest footprint: the default takes 128 MB of this heap for compaction alone.
            {"log.cleaner.dedupe.buffer.size", "2097152"},
            {"num.network.threads", "2"},
            {"num.io.threads", "2"},
            {"background.threads", "2"},
        };
        for (String[] entry : entries) {
            settings.put(entry[0], entry[1]);
        }
        return settings;
    }
}
