package io.kinstream.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kinstream.nn.BlasKernel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What measurements came to, and on what machine; as JSON, every ratio with the medians and rounds that it is made of. */
public final class Report {

    private final Map<String, Object> circumstances = new LinkedHashMap<>();
    private final Map<String, Series> series = new TreeMap<>();
    private final Map<String, Object> details = new TreeMap<>();

    /** A report that says of this program and this machine what figures depend on. */
    public static Report ofThisMachine() throws IOException, InterruptedException {
        Report report = new Report();
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cpu", processor());
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        report.circumstances.put("machine", machine);
        report.circumstances.put("commit", SourceCommit.find().orElse(null));
        report.circumstances.put("java", System.getProperty("java.runtime.version"));
        report.circumstances.put("blas", BlasKernel.describe());
        return report;
    }

    private static String processor() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        }
        return System.getProperty("os.arch");
    }

    /** Adds what was measured, round by round. */
    void add(String name, String unit, List<Double> rounds) {
        add(name, new Series(unit, rounds));
    }

    void add(String name, Series measured) {
        series.put(name, measured);
    }

    /** Adds anything else that is worth to be kept, as Jackson writes it. */
    public void detail(String name, Object value) {
        details.put(name, value);
    }

    /** All of it, in the order of the file. */
    Map<String, Object> content() {
        Map<String, Object> all = new LinkedHashMap<>(circumstances);
        for (Ratio ratio : Ratio.values()) {
            ratio.of(series).ifPresent(value -> all.put(ratio.key(), value));
        }
        series.forEach((name, measured) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("unit", measured.unit());
            entry.put("median", measured.median());
            entry.put("rounds", measured.rounds());
            all.put(name, entry);
        });
        all.putAll(details);
        return all;
    }

    /** Writes the report as JSON. */
    public void write(Path file) throws IOException {
        JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValue(file.toFile(), content());
    }

    /** Prints medians, rounds and ratios. */
    public void print(PrintWriter out) {
        out.println();
        series.forEach((name, measured) -> {
            String rounds = measured.rounds().stream().map(Ratio::digits).collect(Collectors.joining("  "));
            out.printf("%-26s %10s %-8s of %s%n", name, Ratio.digits(measured.median()), measured.unit(), rounds);
        });
        out.println();
        for (Ratio ratio : Ratio.values()) {
            ratio.of(series).ifPresent(value -> out.printf("%-30s %s%n", ratio.key(), Ratio.digits(value)));
        }
        out.flush();
    }
}
