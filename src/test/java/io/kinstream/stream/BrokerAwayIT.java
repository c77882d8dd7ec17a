package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kinstream.testing.Await;
import io.kinstream.testing.BrokerProcess;
import io.kinstream.testing.Cluster;
import io.kinstream.testing.FreePort;
import io.kinstream.testing.OnePass;
import io.kinstream.testing.Program;
import io.kinstream.testing.SharedBroker;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.LogEntryCodec;
import io.kinstream.wire.ModelSnapshot;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that goes away while the program runs: it waits, says so, and goes on. */
class BrokerAwayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final int MANY = 8000;

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private URI http;

    @Test
    void theProgramWaitsForABrokerThatWasKilledSaysSoAndGoesOn() throws Exception {
        int port = FreePort.find();
        BrokerProcess broker = BrokerProcess.start(directory.resolve("broker"), port);
        SharedBroker.Address address = new SharedBroker.Address(broker.bootstrapServers());
        Installation installation = new Installation(
                address,
                "away",
                directory,
                "model.layers",
                "20,16,4",
                "http.enabled",
                "true",
                "http.port",
                "0",
                // A client gives up while there is no broker, as it does with Kafka's own settings after a minute.
                "kafka.main.consumer.max.poll.records",
                "2000",
                "kafka.producer.buffer.memory",
                "131072",
                "kafka.producer.batch.size",
                "16384",
                "kafka.producer.max.block.ms",
                "15000");
        try (Program program = installation.start()) {
            send(address, installation, 0, 320);
            installation.awaitVersion(320);
            program.awaitOutput("Running; Ctrl-C stops it.");
            http = listening(program);
            awaitReady("running", 200);

            send(address, installation, 1, MANY);
            installation.awaitVersion(640);
            broker.kill();
            JsonNode answer = awaitReady("broker-does-not-answer", 503);
            assertTrue(answer.at("/detail/seconds_without_an_answer").asInt() > 10, answer::toString);
            assertEquals(200, get("/health/live").statusCode());
            program.awaitOutput("Kafka at " + address.bootstrapServers() + " does not answer; waiting for it");
            long attempts = program.output()
                    .lines()
                    .filter(line -> line.contains("NetworkClient"))
                    .count();
            assertTrue(attempts < 10, "a flood:\n" + program.output());

            broker = BrokerProcess.start(directory.resolve("broker"), port);
            awaitReady("running", 200);
            program.awaitOutput("Kafka at " + address.bootstrapServers() + " answers again");
            send(address, installation, 2, 320);
            ModelSnapshot model = installation.awaitVersion(640 + MANY);
            assertEquals(640 + MANY, model.manifest().modelVersion());
            assertEquals(143, program.terminate());
            try (Cluster cluster = new Cluster(address.bootstrapServers())) {
                List<LogEntry> log = cluster.read(installation.topics().trainingLog()).stream()
                        .map(record -> LogEntryCodec.decode(record.value()))
                        .toList();
                assertArrayEquals(OnePass.over(log, installation.config()), model.parameters());
            }
        } finally {
            broker.close();
        }
    }

    @Test
    void aStartWaitsForABrokerThatComesLater() throws Exception {
        int port = FreePort.find();
        Path config = Files.writeString(
                directory.resolve("early.properties"), "model.layers=4,8,2\nkafka.bootstrap.servers=127.0.0.1:" + port);
        try (Program program = Program.start("early", Map.of(), "run", "--config", config.toString())) {
            program.awaitOutput("Waiting for Kafka at 127.0.0.1:" + port);
            try (BrokerProcess broker = BrokerProcess.start(directory.resolve("broker"), port)) {
                assertEquals(2, program.waitFor(), broker.bootstrapServers());
                assertTrue(program.output().contains("kinstream.pairs must exist"), program.output());
            }
        }
    }

    private static void send(SharedBroker.Address address, Installation installation, int seed, int pairs) {
        try (Cluster cluster = new Cluster(address.bootstrapServers())) {
            Workload workload = new Workload(seed, installation.topics(), cluster);
            workload.sendItems();
            workload.sendMixedPairs(pairs);
        }
    }

    private static URI listening(Program program) {
        Matcher address = Pattern.compile("Listening on (http://\\S+)").matcher(program.output());
        assertTrue(address.find(), program.output());
        return URI.create(address.group(1));
    }

    private JsonNode awaitReady(String status, int code) throws IOException {
        HttpResponse<String> ready = Await.until(
                status,
                PATIENCE,
                () -> Optional.of(get("/health/ready"))
                        .filter(answer -> answer.body().contains(status)));
        assertEquals(code, ready.statusCode(), ready.body());
        return new ObjectMapper().readTree(ready.body());
    }

    private HttpResponse<String> get(String path) {
        try {
            return client.send(HttpRequest.newBuilder(http.resolve(path)).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
