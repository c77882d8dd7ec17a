package io.kinstream.bench;

import io.kinstream.bench.ChildProgram.Mark;
import io.kinstream.bench.PairEvents.Form;
import io.kinstream.config.ConfigProblems;
import io.kinstream.config.KinstreamConfig;
import io.kinstream.local.MnistDataset;
import io.kinstream.stream.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * From a cold {@code kinstream run --embedded} in an empty directory to the first learned pair, as a reader of committed
 * versions sees it. Who sends pairs does so from the moment on in which the broker takes connections.
 */
public final class StartBench {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    private static final long PAIRS = 2L * Bench.BATCH;

    private final Bench bench;
    private final List<String> program;
    private final PairEvents events;

    /** @param launcher what starts the program for users; without it a bare Java does */
    public StartBench(Bench bench, Path launcher) throws IOException {
        this.bench = bench;
        this.program = Files.isExecutable(launcher) ? List.of(launcher.toString()) : ChildProgram.java(bench.program());
        this.events = new PairEvents(Form.JSON, MnistDataset.bundled());
    }

    /** Measures so many cold starts. */
    public void run(Report report, int rounds) throws IOException, ConfigProblems {
        Rounds seconds = new Rounds();
        for (int round = 1; round <= rounds; round++) {
            start(seconds, bench.directory().resolve("start-" + round));
            bench.say("Start, round %d of %d", round, rounds);
        }
        seconds.addTo(report, "s");
    }

    private void start(Rounds seconds, Path directory) throws IOException, ConfigProblems {
        int port = freePort();
        Map<String, String> settings = Bench.settings("publish.every.pairs", "1", "http.port", "0");
        Map<String, String> environment = new HashMap<>();
        settings.forEach((key, value) ->
                environment.put("KINSTREAM_" + key.toUpperCase(Locale.ROOT).replace('.', '_'), value));
        environment.put("KINSTREAM_JAVA_OPTS", ChildProgram.TELLING);
        settings.put("kafka.bootstrap.servers", "127.0.0.1:" + port);
        KinstreamConfig config = KinstreamConfig.load(settings, Map.of(), Map.of());
        List<String> arguments =
                List.of("run", "--embedded", "--port", Integer.toString(port), "--data-dir", directory.toString());
        long started = System.nanoTime();
        try (ChildProgram child = ChildProgram.start(program, environment, Path.of(directory + ".log"), arguments)) {
            awaitConnections(port, child::isAlive);
            seconds.add("start.broker", Bench.secondsSince(started));
            send(config);
            try (VersionWatch versions = new VersionWatch(config)) {
                versions.awaitVersion(1, PATIENCE, child::isAlive);
            }
            seconds.add("start.first_pair", Bench.secondsSince(started));
            seconds.add("start.running", child.seconds(Mark.RUNNING).orElse(Double.NaN));
            seconds.add("start.assigned", child.seconds(Mark.ASSIGNED).orElse(Double.NaN));
        }
    }

    private static void awaitConnections(int port, BooleanSupplier alive) {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < giveUpAt && alive.getAsBoolean()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
                if (socket.getLocalPort() != port) { // else it has met itself, which nobody listens to
                    return;
                }
            } catch (IOException e) {
                LockSupport.parkNanos(LOOK_EVERY.toNanos()); // not yet
            }
        }
        throw new IllegalStateException("the broker must take connections at port " + port + " within " + PATIENCE
                + ", but did not" + (alive.getAsBoolean() ? "" : ": the program has ended"));
    }

    /** The producer waits for the topic itself. */
    private void send(KinstreamConfig config) {
        String topic = new Topics(config).pairs();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                new HashMap<>(config.kafka()), new ByteArraySerializer(), new ByteArraySerializer())) {
            LongStream.range(0, PAIRS).mapToObj(i -> events.at(topic, 0, i)).forEach(producer::send);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        }
    }
}
