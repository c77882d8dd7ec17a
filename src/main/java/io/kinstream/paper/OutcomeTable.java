package io.kinstream.paper;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What came of an experiment, for a terminal. */
public final class OutcomeTable {

    private OutcomeTable() {}

    /** Prints a line for each figure. */
    public static void print(Outcome outcome, PrintWriter out) {
        List<Mapped> beside = outcome.beside();
        out.printf(
                Locale.ROOT,
                "%nExperiment %s: %s; %,d pairs%n",
                outcome.experiment().name(),
                outcome.experiment().title(),
                outcome.pairs());
        out.printf("  %-26s %9s %9s", "", "reached", "asked");
        beside.forEach(other -> out.printf(" %9s", other.method()));
        out.printf("  %s%n", "of seeds");
        for (Standard standard : outcome.experiment().standards()) {
            String key = standard.key();
            out.printf("  %-26s %9s %9s", key, number(outcome.median(key)), standard.bound());
            beside.forEach(other -> out.printf(" %9s", number(other.figures().get(key))));
            out.printf("  %s%n", ofSeeds(outcome, key));
        }
        out.flush();
    }

    /** The figures of all seeds. */
    static String ofSeeds(Outcome outcome, String key) {
        return outcome.trials().stream()
                .map(trial -> number(trial.learned().figures().get(key)))
                .collect(Collectors.joining(" "));
    }

    /** With three digits that say something. */
    static String number(double figure) {
        double size = Math.abs(figure);
        return String.format(Locale.ROOT, size > 0 && size < 0.01 ? "%.4f" : "%.3f", figure)
                .replace('-', '−');
    }
}
