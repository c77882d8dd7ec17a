package io.kinstream.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DashboardTest {

    private static final int COLUMNS = 24;

    @Test
    void everyPanelAsksTheDataSourceThatIsProvisioned() throws IOException {
        JsonNode source = DockerFolder.yaml("grafana/provisioning/datasources/prometheus.yaml")
                .at("/datasources/0");
        List<JsonNode> asking =
                Watching.panels().stream().filter(panel -> panel.has("targets")).toList();
        assertFalse(asking.isEmpty());
        for (JsonNode panel : asking) {
            assertEquals(
                    source.get("uid"),
                    panel.at("/datasource/uid"),
                    panel.get("title").asText());
            assertEquals(source.get("type"), panel.at("/datasource/type"));
            assertFalse(panel.get("targets").isEmpty(), panel.get("title").asText());
        }
    }

    @Test
    void panelsHaveNumbersOfTheirOwnAndDoNotOverlap() throws IOException {
        Set<Integer> numbers = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : Watching.panels()) {
            assertTrue(numbers.add(panel.get("id").asInt()), panel.toString());
            JsonNode place = panel.get("gridPos");
            int right = place.get("x").asInt() + place.get("w").asInt();
            int bottom = place.get("y").asInt() + place.get("h").asInt();
            assertTrue(right <= COLUMNS, place.toString());
            for (int x = place.get("x").asInt(); x < right; x++) {
                for (int y = place.get("y").asInt(); y < bottom; y++) {
                    assertTrue(cells.add(x + "," + y), panel.get("title") + " overlaps at " + place);
                }
            }
        }
    }
}
