package io.kinstream.faults;

import io.kinstream.testing.BrokerProcess;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A broker of its own, which keeps its data and its port whatever is done to it. Rounds run in a lane one by one. */
final class Lane implements AutoCloseable {

    private static final int LOWEST_PORT = 21_000;
    private static final int HIGHEST_PORT = 31_000;

    private final Path directory;
    private final int port;
    private BrokerProcess broker;

    Lane(Path directory) throws IOException {
        this.directory = directory;
        this.port = steadyPort(directory);
        startBroker();
    }

    /**
     * A free port below those that the system gives to outgoing connections: while the broker is away, nobody gets it,
     * not even a client of ours that tries to reach the broker.
     */
    private static int steadyPort(Path directory) throws IOException {
        int first = LOWEST_PORT + Math.floorMod(directory.hashCode(), HIGHEST_PORT - LOWEST_PORT); // lanes start apart
        for (int port = first; port < HIGHEST_PORT; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                continue;
            }
        }
        throw new IOException("a port from " + first + " to " + HIGHEST_PORT + " must be free, but none was");
    }

    /** For the state of programs. */
    Path directory() {
        return directory;
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    void killBroker() throws InterruptedException {
        broker.kill();
    }

    void stopBroker() throws IOException, InterruptedException {
        broker.stop();
    }

    /** Brings the broker back if a round that failed left it away. */
    void mend() throws IOException {
        if (!broker.isAlive()) {
            startBroker();
        }
    }

    /** Starts the broker again, on its data. */
    void startBroker() throws IOException {
        broker = BrokerProcess.start(directory.resolve("broker"), port);
    }

    @Override
    public void close() {
        broker.close();
    }
}
