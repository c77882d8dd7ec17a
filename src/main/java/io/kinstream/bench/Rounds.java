package io.kinstream.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures that are gathered round by round, while several things take turns. */
final class Rounds {

    private final Map<String, List<Double>> figures = new LinkedHashMap<>();

    void add(String name, double figure) {
        figures.computeIfAbsent(name, key -> new ArrayList<>()).add(figure);
    }

    /** The figures under a name. */
    Series series(String name, String unit) {
        return new Series(unit, figures.getOrDefault(name, List.of()));
    }

    /** Gives all that was gathered to a report. */
    void addTo(Report report, String unit) {
        figures.forEach((name, rounds) -> report.add(name, unit, rounds));
    }
}
