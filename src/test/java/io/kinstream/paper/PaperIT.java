package io.kinstream.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kinstream.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An experiment from its command to its report and its page, with far too few pairs to learn much. */
class PaperIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int PAIRS = 3000;

    @TempDir
    private Path home;

    @Test
    void anExperimentIsReportedAndShown() throws Exception {
        Path report = home.resolve("paper.json");
        Path page = home.resolve("paper.html");
        List<String> java = List.of(
                "-Xmx1g",
                "-Dkinstream.home=" + home,
                "-jar",
                System.getProperty("kinstream.jar"),
                "bench",
                "paper",
                "3",
                "--pairs=" + PAIRS,
                "--report=" + report,
                "--html=" + page);
        try (Program program = Program.startJava("bench-paper", Map.of(), java)) {
            assertEquals(0, program.waitFor(PATIENCE), program::output);
        }
        try (Stream<Path> left = Files.list(home.resolve("data/bench"))) {
            assertEquals(List.of(), left.toList(), "what is left of the experiment");
        }
        check(new ObjectMapper().readTree(report.toFile()));
        check(Files.readString(page));
    }

    private static void check(JsonNode report) {
        JsonNode experiment = report.get("experiments").get(0);
        JsonNode trial = experiment.get("trials").get(0);
        assertEquals("3", experiment.get("experiment").asText());
        assertEquals(PAIRS, experiment.get("pairs").asInt());
        assertEquals(0, trial.get("dead_letters").asInt());
        for (String key : List.of("r2_azimuth", "r2_elevation", "lighting_variance", "neighbour_preservation")) {
            double figure = report.get(key).asDouble(Double.NaN);
            assertTrue(Double.isFinite(figure), key + " was " + report.get(key));
            assertEquals(figure, experiment.get(key).get("median").asDouble(), key);
            assertTrue(experiment.get(key).has("reference"), key);
            for (String method : List.of("PCA", "LLE")) {
                assertTrue(experiment.get("beside").get(method).get(key).isNumber(), method + " " + key);
            }
        }
        // An untrained network has .06 and .15; that some was learned shows that pairs came through in earnest.
        assertTrue(report.get("r2_elevation").asDouble() > 0.3, () -> "r2_elevation was " + report.get("r2_elevation"));
    }

    private static void check(String page) {
        assertEquals(
                10, page.split("<svg viewBox=\"0 0 [39]00 ").length - 1, "maps: three ways to colour three, and one");
        assertTrue(page.contains("prefers-color-scheme: dark"));
        assertFalse(page.contains("<script"), "a script");
        assertFalse(page.matches("(?s).*(src|href)=\"http.*"), "something from elsewhere");
    }
}
