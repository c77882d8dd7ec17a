package io.kinstream.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kinstream.docker.Promql.Selector;
import io.kinstream.docker.Promql.Series;
import io.kinstream.docker.Watching.Question;
import io.kinstream.testing.Await;
import io.kinstream.testing.Cluster;
import io.kinstream.testing.Program;
import io.kinstream.testing.Promtool;
import io.kinstream.testing.Scrape;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The services of the compose file as processes: what the image would hold is run by its entry point. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageIT {

    /** Kafka's meters that come after the start are looked for once a minute. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final int SIGTERM = 128 + 15;

    /** What Prometheus itself adds to a series. */
    private static final Set<String> ADDED_LABELS = Set.of("job", "instance");

    private Path directory;
    private ComposedBroker broker;
    private Container container;
    private Program program;
    private Cluster cluster;

    @BeforeAll
    void startAsTheComposeFileDoes(@TempDir Path directory) throws Exception {
        this.directory = directory;
        broker = ComposedBroker.start(directory.resolve("kafka"));
        container = new Container(directory.resolve("root"), broker.bootstrapServers());
        try (Program topics = container.start("image-topics", "topics", "create")) {
            assertEquals(0, topics.waitFor(), topics.output());
            assertTrue(topics.output().contains("created kinstream.pairs"), topics.output());
        }
        program = container.start("image");
        program.awaitOutput("Running; Ctrl-C stops it.");
        cluster = new Cluster(broker.bootstrapServers());
        Feed.sendItems(cluster);
        Feed.sendPairs(cluster, 2000);
        Await.untilTrue("the meters of Kafka's clients", PATIENCE, () -> hasReadItsTopics("train", "embed"));
    }

    private boolean hasReadItsTopics(String... applications) {
        List<Series> served = served();
        return Stream.of(applications)
                .map(name -> ".*-" + name + "-.*")
                .allMatch(clients -> served.stream()
                        .filter(series -> series.name().equals("kafka_consumer_fetch_manager_records_lag"))
                        .anyMatch(series -> series.labels().get("client_id").matches(clients)
                                && series.labels().getOrDefault("topic", "").matches(".+[.](pairs|features)")));
    }

    @AfterAll
    void sigtermStopsItCleanly() throws Exception {
        try {
            assertEquals(SIGTERM, program.terminate());
            assertTrue(program.output().contains("Stopping."), program.output());
        } finally {
            program.close();
            cluster.close();
            broker.close();
        }
    }

    @Test
    void theHealthCheckIsAnswered() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + container.port() + container.healthPath());
        int status = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
        assertEquals(200, status);
        assertTrue(container.healthPath().startsWith("/health"));
    }

    @Test
    void everySeriesThatAlertsAndDashboardAskForIsServed() throws Exception {
        List<Question> questions = Watching.all();
        assertTrue(questions.size() > 30, "questions: " + questions.size());
        List<Series> served = served();
        Set<String> missing = questions.stream()
                .flatMap(question -> missing(question, served).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), missing);
    }

    /** The series and labels of a question that no served series has. */
    private static List<String> missing(Question question, List<Series> served) {
        Promql promql = Promql.parse(question.expression());
        List<Series> found = served.stream()
                .filter(series -> promql.selectors().stream().anyMatch(selector -> matches(selector, series)))
                .toList();
        Stream<String> series = promql.selectors().stream()
                .filter(selector -> !selector.name().equals("up"))
                .filter(selector -> found.stream().noneMatch(each -> matches(selector, each)))
                .map(Selector::toString);
        Stream<String> labels = Stream.concat(promql.groupedBy().stream(), question.shownLabels().stream())
                .filter(label -> !ADDED_LABELS.contains(label))
                .filter(label -> found.stream().noneMatch(each -> each.labels().containsKey(label)));
        return Stream.concat(series, labels)
                .map(missing -> question.where() + ": " + missing)
                .toList();
    }

    private static boolean matches(Selector selector, Series series) {
        List<Promql.LabelMatcher> ours = selector.labels().stream()
                .filter(label -> !ADDED_LABELS.contains(label.name()))
                .toList();
        return new Selector(selector.name(), ours).matches(series);
    }

    @Test
    void theFiguresThatAlertsAreTestedWithAreOfSeriesThatAreServed() throws Exception {
        List<Series> figures = DockerFolder.yaml("prometheus/alerts.test.yml").findValues("series").stream()
                .map(series -> Series.parse(series.asText()))
                .filter(series -> !series.name().equals("up"))
                .toList();
        assertTrue(figures.size() > 20, "figures: " + figures.size());
        List<Series> served = served();
        for (Series figure : figures) {
            Set<String> labels = new TreeSet<>(figure.labels().keySet());
            labels.removeAll(ADDED_LABELS);
            assertTrue(
                    served.stream()
                            .anyMatch(series -> series.name().equals(figure.name())
                                    && series.labels().keySet().containsAll(labels)),
                    figure + " is not served");
        }
    }

    @Test
    void theMarginByWhichAlertsMeasureIsServed() {
        assertEquals(1, new Scrape(container.port()).value("kinstream_loss_margin"));
    }

    /** All but those of Kafka's clients, whose names are Kafka's. */
    @Test
    void promtoolHasNothingToSayAboutTheNamesOfMetrics() throws Exception {
        List<String> ours = new Scrape(container.port())
                .lines()
                .filter(line -> !line.matches("(# (HELP|TYPE) )?kafka_.*"))
                .toList();
        assertTrue(ours.stream().anyMatch(line -> line.startsWith("kinstream_pairs_learned_total")));
        new Promtool().accepts(String.join("\n", ours) + "\n", "check", "metrics");
    }

    @Test
    void aRealPrometheusReadsItLoadsTheAlertsAndAnswersEveryPanel() throws Exception {
        UnaryOperator<String> everySecond = text -> text.replace(": 5s", ": 1s");
        try (PrometheusServer prometheus =
                PrometheusServer.start(directory.resolve("prometheus"), container.port(), everySecond)) {
            Await.untilTrue(
                    "the first scrape",
                    PATIENCE,
                    () -> prometheus
                            .get("targets?state=active")
                            .map(data ->
                                    data.at("/activeTargets/0/health").asText().equals("up"))
                            .orElse(false));
            Feed.sendBadPairs(cluster, 4); // Prometheus takes it for up to twice as many, and tells of more than ten
            Await.untilTrue(
                    "the bad pairs",
                    PATIENCE,
                    () -> !prometheus
                            .query("increase(kinstream_dead_letters_total[1m]) > 0")
                            .isEmpty());
            for (Question question : Watching.ofDashboard()) {
                assertFalse(prometheus.query(filledIn(question)).isEmpty(), question.toString());
            }
            JsonNode rules = prometheus.get("rules").orElseThrow().at("/groups/0/rules");
            assertEquals(Watching.alerts().size(), rules.size());
            for (JsonNode rule : rules) {
                assertEquals("ok", rule.get("health").asText(), rule.toString());
            }
            assertTrue(prometheus.query("ALERTS{alertstate=\"firing\"}").isEmpty());
        }
    }

    private static String filledIn(Question question) {
        return question.expression().replace("$__rate_interval", "1m").replace("$job", "kinstream");
    }

    private List<Series> served() {
        List<Series> served = new Scrape(container.port())
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(Series::parse)
                .collect(Collectors.toList());
        assertFalse(served.isEmpty(), "nothing is served");
        return served;
    }
}
