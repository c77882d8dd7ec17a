package io.kinstream.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    /** What others read from a report. */
    private static final List<String> KEYS = List.of(
            "peer.json_ratio",
            "peer.binary_ratio",
            "pipeline.direct_binary_ratio",
            "pipeline.log_binary_ratio",
            "pipeline.by_id_ratio",
            "learner.gemm_fraction",
            "learner.mnist_over_dense",
            "learner.sparse_width_ratio",
            "embed.copy_ratio",
            "embed.p99_ratio",
            "recovery.ratio");

    @TempDir
    private Path directory;

    @Test
    void aFullReportHasEveryRatioWithTheMediansAndRoundsItIsMadeOf() throws Exception {
        Report report = Report.ofThisMachine();
        for (Ratio ratio : Ratio.values()) {
            report.add(ratio.measured(), "pairs/s", List.of(5.0, 6.0, 100.0));
            report.add(ratio.yardstick(), "pairs/s", List.of(3.0));
        }
        JsonNode json = written(report);
        for (String key : KEYS) {
            assertEquals(2, json.get(key).asDouble(), key);
        }
        assertEquals(6, json.get("peer.json").get("median").asDouble());
        assertEquals("[5.0,6.0,100.0]", json.get("peer.json").get("rounds").toString());
        assertEquals("pairs/s", json.get("peer.json").get("unit").asText());
        assertEquals(3, json.get("peer.pytorch_json").get("median").asDouble());
    }

    @Test
    void aReportSaysOnWhatItWasMeasured() throws Exception {
        JsonNode json = written(Report.ofThisMachine());
        assertFalse(json.at("/machine/cpu").asText().isEmpty());
        assertEquals(
                Runtime.getRuntime().availableProcessors(),
                json.at("/machine/cores").asInt());
        assertTrue(json.at("/machine/os").asText().startsWith(System.getProperty("os.name")));
        assertEquals(
                System.getProperty("java.runtime.version"), json.get("java").asText());
        assertFalse(json.get("blas").asText().isEmpty());
        assertTrue(json.has("commit"));
    }

    @Test
    void aRatioWithoutItsYardstickIsNotInTheReport() throws Exception {
        Report report = Report.ofThisMachine();
        report.add("embed.throughput", "events/s", List.of(1.0));
        JsonNode json = written(report);
        assertFalse(json.has("embed.copy_ratio"));
        assertTrue(json.has("embed.throughput"));
    }

    @Test
    void theTableIsMadeOfAReport() throws IOException {
        Path file = Files.writeString(directory.resolve("report.json"), """
                {"machine": {"cpu": "Z80", "cores": 1, "os": "CP/M 2.2"}, "commit": "1234567", "java": "17", "blas": "none",
                 "peer.json_ratio": 2.5,
                 "peer.json": {"unit": "pairs/s", "median": 12345.6, "rounds": [12345.6]},
                 "peer.pytorch_json": {"unit": "pairs/s", "median": 4938.24, "rounds": [4938.24]},
                 "recovery.ratio": 1.04,
                 "recovery.large": {"unit": "s", "median": 5.2, "rounds": [5.2]},
                 "recovery.small": {"unit": "s", "median": 5.0, "rounds": [5.0]},
                 "peer.knn5": {"unit": "", "median": 0.9551, "rounds": [0.9551]},
                 "peer.pytorch_knn5": {"unit": "", "median": 0.9549, "rounds": [0.9549]},
                 "something.else": 7}
                """);
        assertEquals(
                List.of(
                        "| Key | What | Kinstream | Beside | Ratio |",
                        "|---|---|---:|---:|---:|",
                        "| `peer.json_ratio` | Inline JSON, direct mode, beside PyTorch's consumer"
                                + " | 12,346 pairs/s | 4,938 pairs/s | **2.50** |",
                        "| `recovery.ratio` | kill -9 to the next learned pair, many beside few"
                                + " | 5.20 s | 5.00 s | **1.04** |",
                        "| `peer.knn5` | Class by five neighbours after as many pairs, beside PyTorch's"
                                + " | 0.955 | 0.955 | |",
                        "",
                        "(Z80, cores: 1, CP/M 2.2, Java 17, none; commit 1234567.)"),
                ReportTable.read(file).lines());
    }

    @Test
    void whatIsNoReportIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("other.json"), "{\"pairs\": 3}");
        IOException problem = assertThrows(IOException.class, () -> ReportTable.read(file));
        assertEquals(file + " must be a report of bench, but has no machine in it", problem.getMessage());
    }

    private JsonNode written(Report report) throws IOException {
        Path file = directory.resolve("report.json");
        report.write(file);
        return new ObjectMapper().readTree(file.toFile());
    }
}
