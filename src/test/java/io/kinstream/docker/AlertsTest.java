package io.kinstream.docker;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kinstream.docker.Promql.Selector;
import io.kinstream.docker.Promql.Series;
import io.kinstream.docker.Watching.Question;
import io.kinstream.testing.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AlertsTest {

    private static final String FOLDER = "docker/prometheus/";

    @Test
    void prometheusTakesTheConfigurationAndTheRules() throws Exception {
        new Promtool().accepts("", "check", "config", FOLDER + "prometheus.yml");
    }

    @Test
    void eachAlertFiresWhenItShouldAndOnlyThen() throws Exception {
        new Promtool().accepts("", "test", "rules", FOLDER + "alerts.test.yml");
    }

    @Test
    void anExpectationThatIsWrongIsNoticed() throws Exception {
        Path folder = Files.createTempDirectory(Path.of("target"), "alerts-");
        Files.copy(Path.of(FOLDER + "alerts.yml"), folder.resolve("alerts.yml"));
        Path wrong = folder.resolve("alerts.test.yml");
        String tests = Files.readString(Path.of(FOLDER + "alerts.test.yml"));
        Files.writeString(wrong, tests.replace("alertname=\"Kinstream", "alertname=\"Other"));
        Promtool promtool = new Promtool();

        AssertionError noticed =
                assertThrows(AssertionError.class, () -> promtool.accepts("", "test", "rules", wrong.toString()));

        for (String name : names()) {
            assertTrue(noticed.getMessage().contains(name), name + " in " + noticed.getMessage());
        }
    }

    @Test
    void everyAlertIsSeenToFireAndToBeSilent() throws IOException {
        Set<String> fired = new TreeSet<>();
        JsonNode tests = DockerFolder.yaml("prometheus/alerts.test.yml").get("tests");
        for (JsonNode check : tests.findValue("promql_expr_test")) {
            assertEquals(0, check.get("exp_samples").size(), "the first test is of a program that is well");
        }
        for (JsonNode labels : tests.findValues("labels")) {
            fired.add(Series.parse(labels.asText()).labels().get("alertname"));
        }
        assertEquals(names(), fired);

        Set<String> figuresOfTheHealthy = tests.get(0).findValues("series").stream()
                .map(series -> Series.parse(series.asText()).name())
                .collect(toCollection(TreeSet::new));
        Set<String> asked = Watching.ofAlerts().stream()
                .map(Question::expression)
                .flatMap(expression -> Promql.parse(expression).selectors().stream())
                .map(Selector::name)
                .collect(toCollection(TreeSet::new));
        assertEquals(asked, figuresOfTheHealthy);
    }

    @Test
    void everyAlertSaysWhatIsWrongWhatIsKnownAndWhatToDo() throws IOException {
        List<JsonNode> alerts = Watching.alerts();
        assertFalse(alerts.isEmpty());
        for (JsonNode alert : alerts) {
            for (String text : List.of("summary", "description", "action")) {
                assertTrue(alert.at("/annotations/" + text).asText().contains(" "), alert + " has no " + text);
            }
            assertTrue(alert.at("/labels/severity").asText().matches("critical|warning"), alert.toString());
        }
    }

    @Test
    void theReadmeListsEveryAlertAndNoOther() throws IOException {
        Set<String> listed = Files.readString(Path.of("README.md"))
                .lines()
                .filter(line -> line.startsWith("| `Kinstream"))
                .map(line -> line.split("`")[1])
                .collect(toCollection(TreeSet::new));
        assertEquals(names(), listed);
    }

    private static Set<String> names() throws IOException {
        return Watching.alerts().stream()
                .map(alert -> alert.get("alert").asText())
                .collect(toCollection(TreeSet::new));
    }
}
