package io.kinstream.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.testing.Await;
import io.kinstream.testing.Cluster;
import io.kinstream.testing.Installed;
import io.kinstream.testing.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus watches a program in which something goes wrong. A minute of the alerts is three seconds here. */
class AlertsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int SECONDS_FOR_A_MINUTE = 3;
    private static final Pattern MINUTES = Pattern.compile("\\b(\\d+)m\\b");

    @TempDir
    private Path directory;

    @Test
    void eachFaultRaisesItsAlertAndNoOther() throws Exception {
        Installed.require("prometheus", "prometheus");
        try (ComposedBroker broker = ComposedBroker.start(directory.resolve("kafka"))) {
            // Wide enough that weights without bounds end the program: few hidden units would fall silent first.
            Container container = new Container(directory.resolve("root"), broker.bootstrapServers())
                    .with("KINSTREAM_MODEL_LAYERS", "4,64,4");
            try (Program topics = container.start("alerts-topics", "topics", "create")) {
                assertEquals(0, topics.waitFor(), topics.output());
            }
            try (Program program = container.start("alerts");
                    PrometheusServer prometheus = PrometheusServer.start(
                            directory.resolve("prometheus"), container.port(), AlertsIT::hastened)) {
                watch(prometheus, broker);
                program.terminate();
                container.with("KINSTREAM_TRAIN_LEARNING_RATE", "1000");
                diverge(container, prometheus, broker);
            }
        }
    }

    private static void watch(PrometheusServer prometheus, ComposedBroker broker) throws Exception {
        try (Producer producer = new Producer(broker);
                Cluster cluster = new Cluster(broker.bootstrapServers())) {
            Feed.sendItems(cluster);
            producer.start();
            Await.untilTrue(
                    "ten minutes of watching it learn, and no alert",
                    PATIENCE,
                    () -> !prometheus
                                    .query(
                                            hastened(
                                                    "min_over_time(kinstream_quality_auc[10m]) > 0.8 and count_over_time(up[10m]) > 25"
                                                            + " and on () kafka_consumer_fetch_manager_records_lag{topic=\"kinstream.pairs\"} >= 0"))
                                    .isEmpty()
                            && firing(prometheus).isEmpty());

            Feed.sendBadPairs(cluster, 50);
            await(prometheus, "KinstreamDeadLetters");
        }
        await(prometheus, "KinstreamNoPairs");
    }

    /** A model that learned well goes on with a rate far too high, and ends the program. */
    private static void diverge(Container container, PrometheusServer prometheus, ComposedBroker broker)
            throws Exception {
        try (Producer producer = new Producer(broker);
                Program program = container.start("alerts-diverging")) {
            producer.start();
            assertEquals(1, program.waitFor(PATIENCE), program.output());
            assertTrue(program.output().contains("its weights have grown beyond all bounds"), program.output());
            await(prometheus, "KinstreamDown");
        }
    }

    /** Sends pairs without end. */
    private static final class Producer implements AutoCloseable {

        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        private final Cluster cluster;

        Producer(ComposedBroker broker) {
            cluster = new Cluster(broker.bootstrapServers());
        }

        void start() {
            thread.scheduleWithFixedDelay(() -> Feed.sendPairs(cluster, 20), 0, 100, TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            thread.shutdown();
            try {
                assertTrue(thread.awaitTermination(1, TimeUnit.MINUTES), "the last pairs are sent");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            cluster.close();
        }
    }

    private static void await(PrometheusServer prometheus, String alert) {
        Await.untilTrue(alert + " alone", PATIENCE, () -> firing(prometheus).equals(Set.of(alert)));
    }

    private static Set<String> firing(PrometheusServer prometheus) {
        Set<String> names = new TreeSet<>();
        prometheus
                .query("ALERTS{alertstate=\"firing\"}")
                .forEach(alert -> names.add(alert.at("/metric/alertname").asText()));
        return names;
    }

    private static String hastened(String text) {
        return MINUTES.matcher(text.replace(": 5s", ": 1s"))
                .replaceAll(minutes -> SECONDS_FOR_A_MINUTE * Integer.parseInt(minutes.group(1)) + "s");
    }
}
