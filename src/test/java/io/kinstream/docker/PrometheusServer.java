package io.kinstream.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kinstream.testing.Await;
import io.kinstream.testing.FreePort;
import io.kinstream.testing.Installed;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A real Prometheus (Debian package {@code prometheus}) with the configuration and the alerts of {@code docker/}. */
final class PrometheusServer implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofMinutes(1);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    private PrometheusServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and returns when it answers, or skips the test where it is not installed.
     *
     * @param target the program's HTTP port
     * @param time how the times of the configuration and the alerts are written here
     */
    static PrometheusServer start(Path directory, int target, UnaryOperator<String> time) throws IOException {
        Installed.require("prometheus", "prometheus");
        Path folder = DockerFolder.PATH.resolve("prometheus");
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("alerts.yml"), time.apply(Files.readString(folder.resolve("alerts.yml"))));
        String config =
                Files.readString(folder.resolve("prometheus.yml")).replace("kinstream:8080", "127.0.0.1:" + target);
        Path file = Files.writeString(directory.resolve("prometheus.yml"), time.apply(config));
        int port = FreePort.find();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(Files.createDirectories(Path.of("target", "it-logs"))
                        .resolve("prometheus.log")
                        .toFile())
                .start();
        PrometheusServer server = new PrometheusServer(process, port);
        Await.untilTrue("Prometheus, see target/it-logs/prometheus.log", READY_WITHIN, server::isReady);
        return server;
    }

    /** Before, it answers no query. */
    private boolean isReady() {
        try {
            URI uri = URI.create("http://127.0.0.1:" + port + "/-/ready");
            HttpRequest request = HttpRequest.newBuilder(uri).build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What an instant query finds. */
    JsonNode query(String expression) {
        String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
        return get("query?query=" + encoded)
                .map(data -> data.get("result"))
                .orElseThrow(() -> new AssertionError(expression + " must be a query that Prometheus answers"));
    }

    /** The data of a successful answer. */
    Optional<JsonNode> get(String path) {
        try {
            URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/" + path);
            String body = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
            JsonNode answer = new ObjectMapper().readTree(body);
            return Optional.ofNullable(answer.get("data"));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
