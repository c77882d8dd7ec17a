package io.kinstream.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The README's table, made of a report: a line for each ratio in it, and one that says on what it was measured. */
public final class ReportTable {

    private final JsonNode report;

    private ReportTable(JsonNode report) {
        this.report = report;
    }

    /**
     * Reads a report as {@link Report#write} writes it.
     *
     * @throws IOException if it is none
     */
    public static ReportTable read(Path file) throws IOException {
        JsonNode report = JsonMapper.builder().build().readTree(file.toFile());
        if (!report.path("machine").isObject()) {
            throw new IOException(file + " must be a report of bench, but has no machine in it");
        }
        return new ReportTable(report);
    }

    /** The lines, in Markdown. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("| Key | What | Kinstream | Beside | Ratio |");
        lines.add("|---|---|---:|---:|---:|");
        for (Ratio ratio : Ratio.values()) {
            if (report.has(ratio.key())) {
                lines.add("| `%s` | %s | %s | %s | **%s** |"
                        .formatted(
                                ratio.key(),
                                ratio.meaning(),
                                median(ratio.measured()),
                                median(ratio.yardstick()),
                                Ratio.digits(report.get(ratio.key()).asDouble())));
            }
        }
        alone(
                "peer.knn5",
                "Class by five neighbours after as many pairs, beside PyTorch's",
                "peer.pytorch_knn5",
                lines);
        alone("start.first_pair", "Cold `run --embedded` to the first learned pair", "", lines);
        lines.add("");
        lines.add("(%s, cores: %d, %s, Java %s, %s; commit %s.)"
                .formatted(
                        report.at("/machine/cpu").asText(),
                        report.at("/machine/cores").asInt(),
                        report.at("/machine/os").asText(),
                        report.path("java").asText(),
                        report.path("blas").asText(),
                        report.path("commit").asText()));
        return lines;
    }

    /** What is not divided by anything. */
    private void alone(String name, String meaning, String beside, List<String> lines) {
        if (report.has(name)) {
            lines.add("| `%s` | %s | %s | %s | |".formatted(name, meaning, median(name), median(beside)));
        }
    }

    private String median(String name) {
        if (!report.has(name)) {
            return "";
        }
        JsonNode series = report.path(name);
        String unit = series.path("unit").asText();
        return (Ratio.digits(series.path("median").asDouble()) + " " + unit).strip();
    }
}
