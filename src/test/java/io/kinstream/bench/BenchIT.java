package io.kinstream.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kinstream.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands measure and report. How fast anything is, is not judged: they are far too short for it. */
class BenchIT {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    private Path home;

    @Test
    void thePipelineIsMeasuredInEveryWayBesideTheLearner() throws Exception {
        JsonNode report = report("pipeline", "--pairs", "960", "--warm-up", "320");
        for (String way : List.of("direct_binary", "direct_json", "log_binary", "log_json", "by_id")) {
            assertRatio("pipeline." + way, "pipeline.learner", report, "pipeline." + way + "_ratio");
        }
    }

    @Test
    void embeddingIsMeasuredBesideCopies() throws Exception {
        JsonNode report = report("embed", "--events", "30000", "--seconds", "2", "--pairs", "300000");
        for (String copy : List.of("embed.copy", "embed.plain_copy", "embed.whole_copy")) {
            assertRatio("embed.throughput", copy, report, copy + "_ratio");
        }
        for (String latency : List.of("embed.", "embed.copy_")) {
            assertTrue(median(report, latency + "p50") <= median(report, latency + "p99"), latency);
        }
        assertTrue(report.get("embed.p99_ratio").asDouble() > 0);
    }

    @Test
    void recoveryIsMeasuredAfterManyPairsAfterFewAndWithAStandby() throws Exception {
        JsonNode report = report("recovery", "--pairs-small", "300", "--pairs-large", "3000");
        assertRatio("recovery.large", "recovery.small", report, "recovery.ratio");
        assertTrue(phases(report, "small").get("pairs").asLong() >= 300);
        assertTrue(phases(report, "large").get("pairs").asLong() >= 3000);
        for (String restarted : List.of("small", "large")) {
            double restored = phases(report, restarted).get("restored").asDouble();
            assertTrue(0 < restored && restored < median(report, "recovery." + restarted), restarted);
        }
        assertTrue(median(report, "recovery.standby") > 0);
        assertTrue(phases(report, "standby").get("pairs").asLong() >= 300);
        assertEquals("NaN", phases(report, "standby").get("configured").asText(), "no process was started");
    }

    @Test
    void aReplayBufferIsMeasuredBesideNone() throws Exception {
        JsonNode report = report("drift", "--pairs", "320", "--streams", "NEW_CLASSES", "--replay-pairs", "100");
        for (String figure : List.of("auc", "auc_phase_5", "held_out_auc", "kept_auc", "knn5_accuracy_old")) {
            for (String with : List.of("plain", "replay")) {
                assertTrue(median(report, "drift.new_classes." + with + "." + figure) <= 1, figure);
            }
        }
        double plain = report.get("drift.pace_plain").get("median").asDouble();
        double replay = report.get("drift.pace_replay").get("median").asDouble();
        assertEquals(replay / plain, report.get("drift.pace_ratio").asDouble(), 1e-9);
    }

    @Test
    void growthIsMeasuredBesideTheBeginning() throws Exception {
        JsonNode report = report("growth", "--pairs", "120000", "--items", "5000");
        assertRatio("growth.last_pairs", "growth.first_pairs", report, "growth.pairs_ratio");
        assertRatio("growth.many_items", "growth.few_items", report, "growth.items_ratio");
    }

    private static void assertRatio(String series, String beside, JsonNode report, String ratio) {
        assertEquals(
                median(report, series) / median(report, beside),
                report.get(ratio).asDouble(),
                1e-9,
                ratio);
    }

    private static JsonNode phases(JsonNode report, String job) {
        return report.get("recovery." + job + ".phases").get(0);
    }

    private static double median(JsonNode report, String series) {
        double median = report.get(series).get("median").asDouble();
        assertTrue(median > 0 && Double.isFinite(median), series + " must be positive, but was " + median);
        assertEquals(1, report.get(series).get("rounds").size());
        return median;
    }

    private JsonNode report(String what, String... options) throws Exception {
        Path file = home.resolve(what + ".json");
        List<String> java = new ArrayList<>(List.of(
                "-Xmx1g", "-Dkinstream.home=" + home, "-jar", System.getProperty("kinstream.jar"), "bench", what));
        java.addAll(List.of("--rounds", "1", "--report", file.toString()));
        java.addAll(List.of(options));
        try (Program program = Program.startJava("bench-" + what, Map.of(), java)) {
            assertEquals(0, program.waitFor(PATIENCE), program::output);
        }
        try (Stream<Path> left = Files.list(home.resolve("data/bench"))) {
            assertEquals(List.of(), left.toList(), "what is left of the measurement");
        }
        return new ObjectMapper().readTree(file.toFile());
    }
}
