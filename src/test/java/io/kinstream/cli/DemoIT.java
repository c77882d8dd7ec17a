package io.kinstream.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kinstream.config.KinstreamConfig;
import io.kinstream.local.EmbeddedBroker;
import io.kinstream.stream.ModelReader;
import io.kinstream.stream.Topics;
import io.kinstream.testing.Await;
import io.kinstream.testing.Cluster;
import io.kinstream.testing.FreePort;
import io.kinstream.testing.OnePass;
import io.kinstream.testing.Program;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.LogEntryCodec;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.SnapshotCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo, killed with its broker in the middle, goes on to the same end; another one starts from nothing. */
class DemoIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long PAIRS = 10_000;
    private static final String LAYERS = "784,256,32";
    private static final List<String> FIGURES = List.of(
            "pairs",
            "seconds",
            "pairs_per_second",
            "embeddings",
            "dead_letters",
            "model_version",
            "prequential_loss",
            "auc",
            "threshold",
            "knn5_accuracy",
            "knn5_raw",
            "knn5_pca",
            "blas",
            "java");

    @TempDir
    private Path directory;

    @Test
    void aKilledDemoGoesOnToTheWeightsOfOnePassAndTheNextStartsFromNothing() throws Exception {
        killInTheMiddle();
        try (Program program = start(0)) {
            assertEquals(0, program.waitFor(PATIENCE), program.output());
            assertTrue(program.output().contains("Going on with the demo in"), program.output());
        }
        JsonNode report = checkReport();
        try (EmbeddedBroker broker = EmbeddedBroker.start(data().resolve("broker"), 0);
                Cluster cluster = new Cluster(broker.bootstrapServers())) {
            KinstreamConfig config = config(broker.bootstrapServers());
            ModelSnapshot model = newest(config).orElseThrow();
            assertEquals(report.get("model_id").asText(), model.manifest().modelId());
            assertEquals(PAIRS, model.manifest().modelVersion());
            List<LogEntry> log = cluster.read(new Topics(config).trainingLog()).stream()
                    .map(record -> LogEntryCodec.decode(record.value()))
                    .toList();
            assertArrayEquals(OnePass.over(log, config), model.parameters());
        }
        checkFreshStart(report.get("model_id").asText());
    }

    private void killInTheMiddle() throws Exception {
        int port = FreePort.find();
        try (Program program = start(port)) {
            program.awaitOutput("Sending the features");
            KinstreamConfig config = config("127.0.0.1:" + port);
            ModelSnapshot model = awaitVersion(config, 100);
            program.kill();
            assertTrue(model.manifest().modelVersion() < PAIRS, "killed too late");
        }
    }

    private void checkFreshStart(String before) throws Exception {
        int port = FreePort.find();
        try (Program program = start(port)) {
            program.awaitOutput("Sending the features");
            assertTrue(program.output().contains("Starting a demo in"), program.output());
            ModelSnapshot model = awaitVersion(config("127.0.0.1:" + port), 0);
            assertNotEquals(before, model.manifest().modelId());
            assertTrue(model.manifest().modelVersion() < PAIRS);
            program.terminate();
            assertFalse(program.isAlive());
        }
    }

    private JsonNode checkReport() throws IOException {
        JsonNode report =
                new ObjectMapper().readTree(directory.resolve("report.json").toFile());
        for (String figure : FIGURES) {
            assertTrue(report.has(figure), figure + " is missing in " + report);
        }
        assertEquals(PAIRS, report.get("pairs").asLong());
        assertEquals(PAIRS, report.get("model_version").asLong());
        assertEquals(20_000, report.get("embeddings").asLong());
        assertEquals(0, report.get("dead_letters").asLong());
        assertTrue(StreamSupport.stream(report.spliterator(), false)
                .filter(JsonNode::isNumber)
                .allMatch(number -> Double.isFinite(number.asDouble()) && number.asDouble() >= 0));
        assertBetween(0.7, 1, report, "auc");
        assertBetween(0.1, 1, report, "threshold");
        assertBetween(0.01, 0.2, report, "prequential_loss");
        assertBetween(0.8, 1, report, "knn5_accuracy");
        assertBetween(0.94, 0.95, report, "knn5_raw");
        assertBetween(0.95, 0.965, report, "knn5_pca");
        return report;
    }

    private static void assertBetween(double least, double most, JsonNode report, String figure) {
        double value = report.get(figure).asDouble();
        assertTrue(value >= least && value <= most, figure + " must be from " + least + " to " + most + ": " + report);
    }

    private Path data() {
        return directory.resolve("demo");
    }

    private Program start(int port) throws IOException {
        Map<String, String> environment = Map.of(
                "KINSTREAM_HTTP_ENABLED", "false",
                "KINSTREAM_PUBLISH_INTERVAL_MS", "200",
                "KINSTREAM_TRAIN_COMMIT_INTERVAL_MS", "200");
        return Program.start(
                "demo",
                environment,
                "demo",
                "--pairs",
                Long.toString(PAIRS),
                "--exit",
                "--port",
                Integer.toString(port),
                "--report",
                directory.resolve("report.json").toString(),
                "--data-dir",
                data().toString());
    }

    private static KinstreamConfig config(String bootstrapServers) throws Exception {
        return KinstreamConfig.load(
                Map.of("model.layers", LAYERS, "kafka.bootstrap.servers", bootstrapServers), Map.of(), Map.of());
    }

    private static ModelSnapshot awaitVersion(KinstreamConfig config, long version) {
        return Await.until(
                "version " + version,
                PATIENCE,
                () -> newest(config).filter(model -> model.manifest().modelVersion() >= version));
    }

    private static Optional<ModelSnapshot> newest(KinstreamConfig config) {
        return new ModelReader(config).newest() instanceof SnapshotCodec.Complete complete
                ? Optional.of(complete.snapshot())
                : Optional.empty();
    }
}
