package io.kinstream.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What the measurement of recovery came to.
 *
 * @param small rounds of the job that had learned few pairs
 * @param large rounds of the job that had learned many
 * @param standby rounds of a job with a second process, which took over
 */
record RecoveryReport(List<RecoveryRound> small, List<RecoveryRound> large, List<RecoveryRound> standby) {

    void addTo(Report report) {
        add(report, "small", small);
        add(report, "large", large);
        add(report, "standby", standby);
    }

    private static void add(Report report, String name, List<RecoveryRound> rounds) {
        report.add(
                "recovery." + name,
                "s",
                rounds.stream().map(RecoveryRound::seconds).toList());
        report.detail("recovery." + name + ".phases", rounds);
    }

    /** Prints a table of medians. */
    void print(PrintWriter out) {
        out.printf("%nSeconds from kill -9, medians of %d kills each%n%n", small.size());
        out.printf("%-26s %6s %8s %9s %9s %9s%n", "", "JVM up", "running", "assigned", "restored", "LEARNED");
        line(out, "%,d pairs learned", small);
        line(out, "%,d pairs learned", large);
        line(out, "a standby takes over", standby);
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

    private static double median(List<RecoveryRound> rounds, ToDoubleFunction<RecoveryRound> figure) {
        return Series.median(rounds.stream().mapToDouble(figure).toArray());
    }
}
