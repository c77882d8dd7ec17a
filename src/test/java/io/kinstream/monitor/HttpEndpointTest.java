package io.kinstream.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpEndpointTest {

    private static final int MEGABYTE = 1024 * 1024;
    private static final Routes NO_MORE = routes -> {};

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private volatile Health live = new Health(true, "running", Map.of());
    private volatile Health ready = new Health(false, "restoring", Map.of("records_left", 12, "stores", List.of("a")));
    private volatile Optional<byte[]> manifest = Optional.empty();
    private volatile Endpoints.Answer embedder = request -> request;

    private final HttpEndpoint endpoint = HttpEndpoint.start(
            "127.0.0.1",
            0,
            metrics,
            new Endpoints(() -> live, () -> ready, () -> manifest, request -> embedder.to(request), null),
            NO_MORE);

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void healthIsOkOrUnavailableWithDetails() throws Exception {
        HttpResponse<String> alive = get("/health/live");
        HttpResponse<String> restoring = get("/health/ready");

        assertEquals(200, alive.statusCode());
        assertEquals("{\"status\":\"running\",\"detail\":{}}", sorted(alive));
        assertEquals(503, restoring.statusCode());
        assertEquals(12, json(restoring).at("/detail/records_left").asInt());
        assertEquals("restoring", json(restoring).get("status").asText());

        ready = new Health(true, "running", Map.of());
        live = new Health(false, "failed", Map.of());
        assertEquals(200, get("/health/ready").statusCode());
        assertEquals(503, get("/health/live").statusCode());
    }

    @Test
    void metricsArePrometheusTextUnlessOpenMetricsIsAskedFor() throws Exception {
        new KinstreamMeters(metrics, List.of("not-json"));

        HttpResponse<String> plain = get("/metrics");
        HttpResponse<String> open = send(request("/metrics")
                .header("Accept", "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3")
                .GET());

        assertEquals(200, plain.statusCode());
        assertEquals("text/plain; version=0.0.4; charset=utf-8", contentType(plain));
        assertTrue(plain.body().contains("kinstream_dead_letters_total{reason=\"not-json\"} 0.0\n"), plain.body());
        assertFalse(plain.body().contains("# EOF"));
        assertEquals("application/openmetrics-text; version=1.0.0; charset=utf-8", contentType(open));
        assertTrue(open.body().endsWith("# EOF\n"), open.body());
    }

    @Test
    void theModelIsNotFoundUntilThereIsOne() throws Exception {
        HttpResponse<String> before = get("/model");
        manifest = Optional.of("{\"model_version\":7}".getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> after = get("/model");

        assertRefused(404, "not-found", "no model has been published yet", before);
        assertEquals(200, after.statusCode());
        assertEquals("application/json", contentType(after));
        assertEquals("{\"model_version\":7}", after.body());
    }

    @Test
    void featuresAreEmbedded() throws Exception {
        embedder = request -> {
            assertEquals("{\"features\":[1,2]}", new String(request, StandardCharsets.UTF_8));
            return "{\"vector\":[0.5],\"model_id\":\"m\",\"model_version\":3}".getBytes(StandardCharsets.UTF_8);
        };

        HttpResponse<String> answer = post("{\"features\":[1,2]}");

        assertEquals(200, answer.statusCode());
        assertEquals("application/json", contentType(answer));
        assertEquals("{\"vector\":[0.5],\"model_id\":\"m\",\"model_version\":3}", answer.body());
    }

    @Test
    void aBadRequestSaysWhatIsWrong() throws Exception {
        embedder = request -> {
            throw RefusedException.badRequest("wrong-feature-count", "features must be 784 numbers, but was \"2\"");
        };
        assertRefused(400, "wrong-feature-count", "features must be 784 numbers, but was \"2\"", post("{}"));
    }

    @Test
    void embeddingIsUnavailableWithoutAModel() throws Exception {
        embedder = request -> {
            throw RefusedException.noModel();
        };
        assertRefused(503, "no-model", "no model has been published yet", post("{}"));
    }

    @Test
    void aFailureIsReportedWithoutItsDetails() throws Exception {
        embedder = request -> {
            throw new IllegalStateException("secret");
        };
        assertRefused(500, "server-error", "the server failed to answer; its log says why", post("{}"));
    }

    @Test
    void aBodyOfAMegabyteIsTaken() throws Exception {
        HttpResponse<String> answer = post(" ".repeat(MEGABYTE));
        assertEquals(200, answer.statusCode());
        assertEquals(MEGABYTE, answer.body().length());
    }

    @ParameterizedTest
    @ValueSource(ints = {MEGABYTE + 1, 8 * MEGABYTE})
    void aLargerBodyIsRefusedWhetherItsLengthIsDeclaredOrNot(int length) throws Exception {
        embedder = request -> {
            throw new AssertionError("the body must not be handled");
        };
        byte[] body = new byte[length];
        BodyPublisher declared = BodyPublishers.ofByteArray(body);
        BodyPublisher chunked = BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body));
        for (BodyPublisher publisher : List.of(declared, chunked)) {
            try {
                HttpResponse<String> answer = send(request("/embed").POST(publisher));
                assertEquals(413, answer.statusCode());
                assertEquals("content-too-large", json(answer).get("reason").asText());
            } catch (IOException cutOff) {
                // The server does not read what it refuses: a client that goes on sending may be cut off before it sees
                // the answer.
                assertEquals(200, get("/health/live").statusCode());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nowhere, 404, not-found",
        "GET, /health, 404, not-found",
        "GET, /metrics/../../etc/passwd, 400, bad-request",
        "POST, /metrics, 405, method-not-allowed",
        "DELETE, /model, 405, method-not-allowed",
        "GET, /embed, 405, method-not-allowed",
        "PUT, /embed, 405, method-not-allowed",
        "GET, /same, 405, method-not-allowed"
    })
    void anotherPathOrMethodIsRefused(String method, String path, int status, String reason) throws Exception {
        HttpResponse<String> answer = send(request(path).method(method, BodyPublishers.noBody()));
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(reason, json(answer).get("reason").asText());
        assertFalse(json(answer).get("message").asText().isEmpty());
    }

    @Test
    void theServerDoesNotTellItsNameOrVersion() throws Exception {
        for (String path : List.of("/", "/metrics", "/nowhere")) {
            HttpResponse<String> answer = get(path);
            assertTrue(answer.headers().firstValue("Server").isEmpty(), answer.headers()::toString);
            assertTrue(answer.headers().firstValue("X-Powered-By").isEmpty(), answer.headers()::toString);
        }
        String malformed = raw("NONSENSE\r\n\r\n");
        assertTrue(malformed.startsWith("HTTP/1.1 400"), malformed);
        assertTrue(malformed.endsWith("{\"reason\":\"bad-request\",\"message\":\"bad request\"}"), malformed);
        assertFalse(malformed.toLowerCase(Locale.ROOT).contains("jetty"), malformed);
    }

    @Test
    void aHeadThatIsTooLargeIsRefused() throws Exception {
        String answer = raw("GET /metrics HTTP/1.1\r\nHost: k\r\nX-Long: " + "x".repeat(100_000) + "\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 431"), answer);
        assertEquals(200, get("/health/live").statusCode());
    }

    @Test
    void onLoopbackNoOtherMachineCanConnect() throws Exception {
        Optional<InetAddress> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .findFirst();
        assumeTrue(outside.isPresent(), "this machine has no other address");
        assertEquals(200, get("/health/live").statusCode());
        assertThrows(IOException.class, () -> new Socket(outside.get(), endpoint.port()).close());
    }

    /** More connections than there are threads, each in the middle of a request that does not go on. */
    @Test
    void slowClientsBlockNoOne() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                slow.add(connect(
                        endpoint.port(),
                        i % 2 == 0
                                ? "GET /metrics HT"
                                : "POST /embed HTTP/1.1\r\nHost: k\r\nContent-Length: 99\r\n\r\n{"));
            }
            assertEquals(200, get("/health/live").statusCode());
            assertEquals(200, post("{}").statusCode());

            OutputStream rest = slow.get(1).getOutputStream();
            rest.write(" ".repeat(98).getBytes(StandardCharsets.US_ASCII));
            rest.flush();
            byte[] status = slow.get(1).getInputStream().readNBytes(12);
            assertEquals("HTTP/1.1 200", new String(status, StandardCharsets.US_ASCII));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /** Without this a body that stalls would be kept for ever. */
    @ParameterizedTest
    @ValueSource(strings = {"GET /metr", "POST /embed HTTP/1.1\r\nHost: k\r\nContent-Length: 99\r\n\r\n{"})
    void aRequestThatStallsIsGivenUp(String beginning) throws Exception {
        Endpoints unused = new Endpoints(null, null, null, null, null);
        try (HttpEndpoint impatient = HttpEndpoint.start("127.0.0.1", 0, 200, metrics, unused, NO_MORE);
                Socket stalled = connect(impatient.port(), beginning)) {
            String answer = new String(stalled.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 408"), answer);
        }
    }

    /** A client that is never idle for as long as is allowed must not be waited for without end either. */
    @Test
    void aBodyThatComesAByteAtATimeIsGivenUp() throws Exception {
        Endpoints unused = new Endpoints(
                null,
                null,
                null,
                request -> {
                    throw new AssertionError("the body must not be handled");
                },
                null);
        try (HttpEndpoint impatient = HttpEndpoint.start("127.0.0.1", 0, 300, metrics, unused, NO_MORE);
                Socket trickling = connect(
                        impatient.port(), "POST /embed HTTP/1.1\r\nHost: k\r\nContent-Length: 100000\r\n\r\n")) {
            InputStream answer = trickling.getInputStream();
            for (int sent = 0; answer.available() == 0; sent++) {
                assertTrue(sent < 600, "a body of a byte every 50 ms was still read after 30 s");
                trickling.getOutputStream().write(' ');
                LockSupport.parkNanos(50_000_000);
            }
            assertEquals("HTTP/1.1 408", new String(answer.readNBytes(12), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void noMoreConnectionsAreTakenThanCanBeServedUntilOneEnds() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < HttpEndpoint.MAX_CONNECTIONS; i++) {
                open.add(connect(endpoint.port(), "GET /"));
            }
            var answer = client.sendAsync(request("/health/live").build(), BodyHandlers.ofString());
            assertThrows(TimeoutException.class, () -> answer.get(500, TimeUnit.MILLISECONDS));
            open.remove(0).close();
            assertEquals(200, answer.join().statusCode());
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void anAddressInUseIsNamed() {
        IllegalStateException refused = assertThrows(
                IllegalStateException.class,
                () -> HttpEndpoint.start("127.0.0.1", endpoint.port(), metrics, null, NO_MORE));
        assertEquals(
                "http.host and http.port must be an address that is free to listen on, but was 127.0.0.1:"
                        + endpoint.port(),
                refused.getMessage());
    }

    @Test
    void closingFreesThePortEvenWhileARequestHangs() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        embedder = request -> {
            entered.countDown();
            try {
                hanging.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return request;
        };
        var answer = client.sendAsync(
                request("/embed").POST(BodyPublishers.ofString("{}")).build(), BodyHandlers.ofString());
        entered.await();
        endpoint.close();
        assertThrows(ConnectException.class, () -> get("/health/live"));
        hanging.countDown();
        answer.handle((response, failure) -> null).join();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return send(request("/embed").POST(BodyPublishers.ofString(body)));
    }

    private Socket connect(int port, String firstBytes) throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(firstBytes.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    private String raw(String request) throws IOException {
        try (Socket socket = connect(endpoint.port(), request)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        assertEquals("application/json", contentType(response));
        return new ObjectMapper().readTree(response.body());
    }

    private static String contentType(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElse("none");
    }

    private static void assertRefused(int status, String reason, String message, HttpResponse<String> response)
            throws IOException {
        assertEquals(status, response.statusCode());
        assertEquals(new ObjectMapper().valueToTree(Map.of("reason", reason, "message", message)), json(response));
    }

    private static String sorted(HttpResponse<String> response) throws IOException {
        JsonNode json = json(response);
        return "{\"status\":" + json.get("status") + ",\"detail\":" + json.get("detail") + "}";
    }
}
