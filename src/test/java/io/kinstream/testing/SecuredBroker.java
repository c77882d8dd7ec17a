package io.kinstream.testing;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A broker as a guarded cluster has it: TLS and SCRAM-SHA-512 on localhost, and a plain listener for the test itself. */
public final class SecuredBroker implements AutoCloseable {

    private final int port;
    private final int insidePort;
    private final KafkaRaftServer server;

    private SecuredBroker(int port, int insidePort, KafkaRaftServer server) {
        this.port = port;
        this.insidePort = insidePort;
        this.server = server;
    }

    public static SecuredBroker start(Path directory, Certificate certificate, String user, String password)
            throws Exception {
        List<Integer> ports = FreePort.find(3);
        int port = ports.get(0);
        int inside = ports.get(1);
        int controller = ports.get(2);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName("CONTROLLER")
                .setDirectories(List.of(directory.toString()))
                .setMetadataLogDirectory(directory.toString())
                .setScramArguments(List.of("SCRAM-SHA-512=[name=" + user + ",password=" + password + "]"))
                .run();
        Properties settings = settings(directory, port, inside, controller);
        settings.put("ssl.keystore.location", certificate.keyStore().toString());
        settings.put("ssl.keystore.password", certificate.password());
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
        server.startup();
        return new SecuredBroker(port, inside, server);
    }

    /** The port of the guarded listener. */
    public int port() {
        return port;
    }

    /** Where a test reads and writes without TLS and password. */
    public String inside() {
        return "127.0.0.1:" + insidePort;
    }

    private static Properties settings(Path directory, int port, int inside, int controller) {
        Properties settings = new Properties();
        String[][] entries = {
            {"process.roles", "broker,controller"},
            {"node.id", "1"},
            {"controller.quorum.voters", "1@127.0.0.1:" + controller},
            {"controller.listener.names", "CONTROLLER"},
            {
                "listeners",
                "SECURED://127.0.0.1:" + port + ",INSIDE://127.0.0.1:" + inside + ",CONTROLLER://127.0.0.1:"
                        + controller
            },
            {"advertised.listeners", "SECURED://localhost:" + port + ",INSIDE://127.0.0.1:" + inside},
            {"listener.security.protocol.map", "SECURED:SASL_SSL,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT"},
            {"inter.broker.listener.name", "INSIDE"},
            {"sasl.enabled.mechanisms", "SCRAM-SHA-512"},
            {
                "listener.name.secured.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;"
            },
            {"log.dirs", directory.toString()},
            {"auto.create.topics.enable", "false"},
            {"default.replication.factor", "1"},
            {"offsets.topic.replication.factor", "1"},
            {"offsets.topic.num.partitions", "1"},
            {"transaction.state.log.replication.factor", "1"},
            {"transaction.state.log.min.isr", "1"},
            {"transaction.state.log.num.partitions", "1"},
            {"group.initial.rebalance.delay.ms", "0"},
            {"log.cleaner.dedupe.buffer.size", "2097152"},
        };
        for (String[] entry : entries) {
            settings.put(entry[0], entry[1]);
        }
        return settings;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
