package io.kinstream.testing;

import io.kinstream.local.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An embedded broker in a JVM of its own, which a test may kill. It ends with the JVM that started it. */
public final class BrokerProcess implements AutoCloseable {
    private final Process process;
    private final String bootstrapServers;

    private BrokerProcess(Process process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Returns when the broker is ready.
     *
     * @param directory its data, which may be that of a broker before
     * @param port where it listens, 0 for any free one
     */
    public static BrokerProcess start(Path directory, int port) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                directory.toString(),
                Integer.toString(port));
        Path log = Files.createDirectories(Path.of("target", "it-logs")).resolve("broker.log");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the broker's process ended before it was ready, see " + log);
        }
        return new BrokerProcess(process, line);
    }

    /** What a client sets as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** As {@code kill -9}: nothing in the process gets a chance to clean up. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Lets the broker shut down in order, and waits until it has. */
    public void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]))) {
            System.out.println(broker.bootstrapServers());
            while (System.in.read() >= 0) {
                // Until our parent closes the stream, or ends.
            }
        }
    }
}
