package io.kinstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.testing.Await;
import io.kinstream.testing.Certificate;
import io.kinstream.testing.Cluster;
import io.kinstream.testing.Program;
import io.kinstream.testing.SecuredBroker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program on a cluster that asks for TLS and a password, by settings that Kafka's clients take as they are. */
class SecurityIT {

    private static final String PASSWORD = "scram-7fc1e5";
    private static final String STORE_PASSWORD = "store-93ab20";
    private static final int FAILED = 1;

    @TempDir
    private static Path shared;

    @TempDir
    private Path directory;

    private static Certificate certificate;
    private static SecuredBroker broker;

    @BeforeAll
    static void start() throws Exception {
        certificate = Certificate.make(shared, "localhost", STORE_PASSWORD);
        broker = SecuredBroker.start(shared.resolve("broker"), certificate, "kinstream", PASSWORD);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void theJobRunsOverTlsWithAPasswordAndTellsNobody() throws Exception {
        String config = config("localhost", PASSWORD);
        // One secret is in the file, the other in the environment, and all is logged that can be.
        Map<String, String> environment = Map.of(
                "KINSTREAM_KAFKA_SSL_TRUSTSTORE_PASSWORD",
                STORE_PASSWORD,
                "JAVA_TOOL_OPTIONS",
                "-Dkinstream.log.level=debug -Dkinstream.log.level.kafka=debug");
        try (Program topics = start(environment, "topics", "create", "--config", config)) {
            assertEquals(0, topics.waitFor());
            assertTrue(topics.output().contains("created secured.pairs"), topics.output());
            assertTellsNoSecret(topics.output());
        }
        try (Program run = start(environment, "run", "--config", config);
                Cluster inside = new Cluster(broker.inside())) {
            run.awaitOutput("Listening on ");
            for (int i = 0; i < 32; i++) {
                inside.send("secured.pairs", null, """
                        {"left":{"features":[1,0,0,1]},"right":{"features":[0,1,1,0]},"label":"dissimilar"}""");
            }
            inside.flush();
            URI http = listening(run);
            Await.untilTrue(
                    "version 32",
                    Duration.ofSeconds(90),
                    () -> get(http, "/model").contains("\"model_version\":32"));
            for (String path : List.of("/", "/model", "/metrics", "/health/live", "/health/ready", "/nowhere")) {
                assertTellsNoSecret(get(http, path));
            }
            run.terminate();
            assertTrue(run.output().contains("kafka.sasl.jaas.config = [hidden]"));
            assertTrue(run.output().contains(" DEBUG "), "nothing was logged that could have told it");
            assertTellsNoSecret(run.output());
        }
    }

    @Test
    void aWrongPasswordEndsTheStartInALine() throws Exception {
        assertFails(
                config("localhost", "wrong-55d0c1"),
                Map.of(),
                "kinstream: topics on localhost:" + broker.port()
                        + " could not be listed: Authentication failed during authentication due to invalid credentials with"
                        + " SASL mechanism SCRAM-SHA-512");
    }

    @Test
    void aCertificateOfAnotherHostIsNotBelieved() throws Exception {
        assertFails(
                config("127.0.0.1", PASSWORD),
                Map.of(),
                "kinstream: topics on 127.0.0.1:" + broker.port() + " could not be listed: SSL handshake failed");
    }

    @Test
    void aBrokenSettingOfKafkasClientsIsSaidInALineWithoutItsValue() throws Exception {
        String config = config("localhost", PASSWORD);
        assertFails(
                config,
                Map.of("KINSTREAM_KAFKA_SSL_TRUSTSTORE_PASSWORD", "wrong-55d0c1"),
                "kinstream: Failed to create new KafkaAdminClient: ");
    }

    private void assertFails(String config, Map<String, String> environment, String line) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("KINSTREAM_KAFKA_SSL_TRUSTSTORE_PASSWORD", STORE_PASSWORD));
        all.putAll(environment);
        try (Program program = start(all, "run", "--config", config)) {
            assertEquals(FAILED, program.waitFor(), program.output());
            assertTrue(program.output().contains(line), "\"" + line + "\" must be in " + program.output());
            assertFalse(program.output().contains("\tat "), program.output());
            assertTellsNoSecret(program.output());
        }
    }

    private static Program start(Map<String, String> environment, String... arguments) throws Exception {
        return Program.start("secured", environment, arguments);
    }

    private String config(String host, String password) throws Exception {
        return Files.writeString(directory.resolve("secured.properties"), """
                        application.id=secured
                        topics.prefix=secured.
                        topics.replication.factor=1
                        model.layers=4,8,2
                        http.port=0
                        train.commit.interval.ms=200
                        publish.interval.ms=300
                        state.dir=%s
                        kafka.bootstrap.servers=%s:%d
                        kafka.security.protocol=SASL_SSL
                        kafka.sasl.mechanism=SCRAM-SHA-512
                        kafka.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\
                            username="kinstream" password="%s";
                        kafka.ssl.truststore.location=%s
                        """.formatted(
                                directory.resolve("state"), host, broker.port(), password, certificate.trustStore()))
                .toString();
    }

    private static URI listening(Program run) {
        Matcher address =
                Pattern.compile("Listening on (http://127\\.0\\.0\\.1:\\d+/)").matcher(run.output());
        assertTrue(address.find(), run.output());
        return URI.create(address.group(1));
    }

    private static String get(URI server, String path) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(server.resolve(path)).build(), BodyHandlers.ofString())
                    .body();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertTellsNoSecret(String text) {
        for (String secret : List.of(PASSWORD, STORE_PASSWORD, "wrong-55d0c1")) {
            int at = text.indexOf(secret);
            assertTrue(at < 0, () -> "a secret is in: " + text.substring(Math.max(0, at - 500), at + 20));
        }
    }
}
