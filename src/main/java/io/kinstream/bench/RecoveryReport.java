package io.kinstream.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What the measurement of recovery came to.
 *
 * @param small rounds of the job that had learned few pairs
 * @param large rounds of the job that had learned many
 * @param standby rounds of a job with a second process, which took over
 * @param circumstances what else there is to say: program, machine, settings
 */
public record RecoveryReport(
        List<RecoveryRound> small,
        List<RecoveryRound> large,
        List<RecoveryRound> standby,
        Map<String, Object> circumstances) {

    /** How many times as long recovery takes after many pairs as after few: 1 if it does not depend on them. */
    public double ratio() {
        return median(large, RecoveryRound::seconds) / median(small, RecoveryRound::seconds);
    }

    /** Writes the report as JSON. */
    public void write(Path file) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("recovery.ratio", ratio());
        put(all, "small", small);
        put(all, "large", large);
        put(all, "standby", standby);
        all.putAll(circumstances);
        JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValue(file.toFile(), all);
    }

    private static void put(Map<String, Object> all, String name, List<RecoveryRound> rounds) {
        all.put("recovery." + name + ".median_seconds", median(rounds, RecoveryRound::seconds));
        all.put("recovery." + name + ".rounds", rounds);
    }

    /** Prints a table of medians. */
    public void print(PrintWriter out) {
        out.printf("%nSeconds from kill -9, medians of %d kills each%n%n", small.size());
        out.printf("%-26s %6s %8s %9s %9s %9s%n", "", "JVM up", "running", "assigned", "restored", "LEARNED");
        line(out, "%,d pairs learned", small);
        line(out, "%,d pairs learned", large);
        line(out, "a standby takes over", standby);
        out.printf(Locale.ROOT, "%nLarge by small: %.2f%n", ratio());
        out.flush();
    }

    private static void line(PrintWriter out, String title, List<RecoveryRound> rounds) {
        long pairs = Math.round(median(rounds, round -> round.pairs()));
        out.printf(
                Locale.ROOT,
                "%-26s %6s %8s %9s %9s %9s%n",
                String.format(Locale.ROOT, title, pairs),
                cell(rounds, RecoveryRound::configured),
                cell(rounds, RecoveryRound::running),
                cell(rounds, RecoveryRound::assigned),
                cell(rounds, RecoveryRound::restored),
                cell(rounds, RecoveryRound::seconds));
    }

    private static String cell(List<RecoveryRound> rounds, ToDoubleFunction<RecoveryRound> figure) {
        double median = median(rounds, figure);
        return Double.isNaN(median) ? "-" : String.format(Locale.ROOT, "%.1f", median);
    }

    /** Of an even number the mean of the two in the middle. */
    static double median(List<RecoveryRound> rounds, ToDoubleFunction<RecoveryRound> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
