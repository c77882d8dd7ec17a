package io.kinstream.paper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What came of an experiment.
 *
 * @param experiment as the first seed had it
 * @param pairs learned in each trial
 * @param trials one for each seed, at least one
 * @param beside other maps of the first seed's items
 */
public record Outcome(Experiment experiment, long pairs, List<Trial> trials, List<Mapped> beside) {

    /** The maps of the first seed, the learned one first. */
    List<Mapped> maps() {
        return Stream.concat(Stream.of(trials.get(0).learned()), beside.stream())
                .toList();
    }

    double median(String key) {
        double[] sorted = trials.stream()
                .mapToDouble(trial -> trial.learned().figures().get(key))
                .sorted()
                .toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** The medians, by the keys of a report. */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        experiment.standards().forEach(standard -> figures.put(standard.key(), median(standard.key())));
        return figures;
    }

    /** All of it but the maps, as JSON has it. */
    public Map<String, Object> content() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("experiment", experiment.name());
        content.put("title", experiment.title());
        content.put("training_items", experiment.items().training().size());
        content.put("held_out_items", experiment.items().heldOut().size());
        content.put("similar_pairs", experiment.relation().size());
        content.put("pairs", pairs);
        content.put("settings", experiment.settings(pairs));
        experiment.standards().forEach(standard -> content.put(standard.key(), content(standard)));
        Map<String, Object> others = new LinkedHashMap<>();
        beside.forEach(mapped -> others.put(mapped.method(), content(mapped)));
        content.put("beside", others);
        content.put("trials", trials.stream().map(Outcome::content).toList());
        return content;
    }

    private Map<String, Object> content(Standard standard) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("median", median(standard.key()));
        content.put(
                "by_seed",
                trials.stream()
                        .map(trial -> trial.learned().figures().get(standard.key()))
                        .toList());
        if (standard.isAsked()) {
            content.put(standard.least() ? "at_least" : "at_most", standard.asked());
            content.put("met", standard.isMetBy(median(standard.key())));
        }
        content.put("reference", standard.reference());
        return content;
    }

    private static Map<String, Object> content(Mapped mapped) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("unseen_items", mapped.newcomers());
        content.put("fitted_items", mapped.map().training().length);
        content.putAll(mapped.figures());
        return content;
    }

    private static Map<String, Object> content(Trial trial) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("seed", trial.seed());
        content.put("model_id", trial.modelId());
        content.put("seconds", trial.seconds());
        content.put("dead_letters", trial.deadLetters());
        content.putAll(trial.learned().figures());
        return content;
    }
}
