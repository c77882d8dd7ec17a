package io.kinstream.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kinstream.config.KinstreamConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.junit.jupiter.api.Test;

class ComposeTest {

    private final JsonNode compose;
    private final JsonNode services;
    private final Dockerfile.Stage image;

    ComposeTest() throws IOException {
        compose = DockerFolder.yaml("compose.yaml");
        services = compose.get("services");
        image = Dockerfile.read().image();
    }

    @Test
    void theBrokerIsOfTheVersionOfTheClients() throws IOException {
        Matcher version =
                Pattern.compile("<kafka.version>(.+)</kafka.version>").matcher(Files.readString(Path.of("pom.xml")));
        assertTrue(version.find());
        assertEquals(
                "apache/kafka:" + version.group(1), services.at("/kafka/image").asText());
    }

    @Test
    void everyImageIsBuiltHereOrOfOneExactVersion() {
        assertEquals(Set.of("kafka", "topics", "kinstream", "prometheus", "grafana"), names(services));
        for (JsonNode service : services) {
            String name = service.get("image").asText();
            if (service.has("build")) {
                Path context =
                        DockerFolder.PATH.resolve(service.at("/build/context").asText());
                Path file = context.resolve(service.at("/build/dockerfile").asText());
                assertEquals(DockerFolder.PATH.resolve("Dockerfile"), file.normalize());
                assertEquals("kinstream", name);
            } else {
                assertTrue(name.matches("[a-z]+/[a-z]+:v?\\d+\\.\\d+\\.\\d+"), name);
            }
        }
    }

    @Test
    void allPortsAreForThisMachineAlone() {
        List<String> ports = services.findValues("ports").stream()
                .flatMap(JsonNode::valueStream)
                .map(JsonNode::asText)
                .toList();
        assertEquals(
                Set.of("127.0.0.1:9092:9092", "127.0.0.1:8080:8080", "127.0.0.1:9090:9090", "127.0.0.1:3000:3000"),
                Set.copyOf(ports));
        assertTrue(services.at("/kinstream/ports/0").asText().endsWith(":" + image.only("EXPOSE")));
    }

    @Test
    void everyMountExists() {
        Set<String> volumes = new TreeSet<>();
        int files = 0;
        for (JsonNode mount : services.findValues("volumes").stream()
                .flatMap(JsonNode::valueStream)
                .toList()) {
            String[] parts = mount.asText().split(":");
            if (parts[0].startsWith(".")) {
                files++;
                assertTrue(Files.isDirectory(DockerFolder.PATH.resolve(parts[0])), mount.asText());
                assertEquals("ro", parts[2]);
            } else {
                volumes.add(parts[0]);
            }
        }
        assertEquals(names(compose.get("volumes")), volumes);
        assertEquals(3, files);
        assertEquals(
                "kafka:" + kafka().get("KAFKA_LOG_DIRS"),
                services.at("/kafka/volumes/0").asText());
        assertEquals(
                "kinstream:" + image.only("VOLUME"),
                services.at("/kinstream/volumes/0").asText());
    }

    @Test
    void eachWaitsUntilWhatItNeedsIsHealthyOrDone() {
        List<String> order = new ArrayList<>();
        for (String service = "grafana"; !service.isEmpty(); ) {
            order.add(0, service);
            JsonNode needs = services.at("/" + service + "/depends_on");
            String next = needs.isMissingNode() ? "" : needs.fieldNames().next();
            String condition = needs.at("/" + next + "/condition").asText();
            if (condition.equals("service_healthy")) {
                boolean checked = services.at("/" + next).has("healthcheck") || next.equals("kinstream");
                assertTrue(checked, next + " must say when it is healthy");
            } else if (!next.isEmpty()) {
                assertEquals("service_completed_successfully", condition);
                assertFalse(services.at("/" + next).has("restart"), next + " ends");
            }
            service = next;
        }
        assertEquals(List.of("kafka", "topics", "kinstream", "prometheus", "grafana"), order);
        assertFalse(image.all("HEALTHCHECK").isEmpty());
        assertEquals("60s", services.at("/kinstream/stop_grace_period").asText());
    }

    /** Loading fails on a variable that is no setting. */
    @Test
    void theProgramIsSetUpByVariablesAloneAndFindsTheBroker() throws Exception {
        for (String service : List.of("topics", "kinstream")) {
            Map<String, String> variables = new TreeMap<>(image.environment());
            variables.putAll(DockerFolder.variables(
                    services.at("/" + service + "/env_file").asText()));
            KinstreamConfig config = KinstreamConfig.load(Map.of(), variables, Map.of());
            String bootstrap = config.kafka().get("bootstrap.servers").toString();
            assertTrue(kafka().get("KAFKA_ADVERTISED_LISTENERS").contains("://" + bootstrap), bootstrap);
        }
    }

    /** {@link ImageIT} starts a broker with them. */
    @Test
    void everyVariableOfTheBrokerIsASettingOfIt() {
        Set<String> known = AbstractKafkaConfig.CONFIG_DEF.names();
        Map<String, String> variables = kafka();
        assertFalse(variables.isEmpty());
        variables.keySet().forEach(variable -> assertTrue(known.contains(setting(variable)), variable));
    }

    @Test
    void prometheusAndGrafanaFindWhatTheyRead() throws IOException {
        JsonNode job = DockerFolder.yaml("prometheus/prometheus.yml").at("/scrape_configs/0");
        assertEquals(
                "kinstream:" + image.only("EXPOSE"),
                job.at("/static_configs/0/targets/0").asText());
        assertEquals("kinstream", job.get("job_name").asText());
        assertEquals(
                "./prometheus:/etc/prometheus:ro",
                services.at("/prometheus/volumes/0").asText());

        assertEquals(
                "http://prometheus:9090",
                DockerFolder.yaml("grafana/provisioning/datasources/prometheus.yaml")
                        .at("/datasources/0/url")
                        .asText());
        String dashboards = DockerFolder.yaml("grafana/provisioning/dashboards/kinstream.yaml")
                .at("/providers/0/options/path")
                .asText();
        assertEquals(
                "./grafana/dashboards:" + dashboards + ":ro",
                services.at("/grafana/volumes/1").asText());
        String home = services.at("/grafana/environment/GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH")
                .asText();
        assertTrue(Files.exists(Path.of(home.replace(dashboards, "docker/grafana/dashboards"))), home);
    }

    private Map<String, String> kafka() {
        return DockerFolder.texts(services.at("/kafka/environment"));
    }

    /** The setting that a variable of Kafka's image stands for. */
    static String setting(String variable) {
        return variable.substring("KAFKA_".length()).toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
