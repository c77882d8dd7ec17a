package io.kinstream.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the alerts and the dashboard ask Prometheus for. */
final class Watching {

    private static final Pattern SHOWN_LABEL = Pattern.compile("\\{\\{ ?(?:\\$labels\\.)?([a-z_]+) ?}}");

    private Watching() {}

    /**
     * An expression with the labels that its result must have, as they are shown with it.
     *
     * @param where the alert or panel
     */
    record Question(String where, String expression, Set<String> shownLabels) {}

    static List<JsonNode> alerts() throws IOException {
        return DockerFolder.yaml("prometheus/alerts.yml")
                .get("groups")
                .valueStream()
                .flatMap(group -> group.get("rules").valueStream())
                .toList();
    }

    static List<JsonNode> panels() throws IOException {
        return DockerFolder.json("grafana/dashboards/kinstream.json")
                .get("panels")
                .valueStream()
                .toList();
    }

    static List<Question> ofAlerts() throws IOException {
        return alerts().stream()
                .map(alert -> new Question(
                        alert.get("alert").asText(),
                        alert.get("expr").asText(),
                        labels(alert.get("annotations").toString())))
                .toList();
    }

    static List<Question> ofDashboard() throws IOException {
        List<Question> questions = new ArrayList<>();
        for (JsonNode panel : panels()) {
            for (JsonNode target : panel.path("targets")) {
                questions.add(new Question(
                        panel.get("title").asText(),
                        target.get("expr").asText(),
                        labels(target.get("legendFormat").asText())));
            }
        }
        return questions;
    }

    static List<Question> all() throws IOException {
        return Stream.concat(ofAlerts().stream(), ofDashboard().stream()).toList();
    }

    private static Set<String> labels(String text) {
        Set<String> labels = new TreeSet<>();
        SHOWN_LABEL.matcher(text).results().forEach(label -> labels.add(label.group(1)));
        return labels;
    }
}
