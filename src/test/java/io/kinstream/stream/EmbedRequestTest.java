package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.monitor.Endpoints;
import io.kinstream.monitor.HttpEndpoint;
import io.kinstream.testing.EventFuzz;
import io.kinstream.testing.EventJudge;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.SnapshotCodec;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is posted to {@code /embed} is answered: with an embedding, or with what is wrong with the request. */
class EmbedRequestTest {

    private static final int REQUESTS = 1000;
    private static final String GOOD = "{\"features\":[1,2,3,4]}";

    private final KinstreamConfig config = TestConfig.of("events.max.bytes", "8192");
    private final ModelInService model = new ModelInService(config, TestConfig.meters());
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpEndpoint endpoint = HttpEndpoint.start(
            "127.0.0.1",
            0,
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            new Endpoints(null, null, null, request -> model.embed(request), request -> model.compare(request)),
            routes -> {});

    EmbedRequestTest() {
        SiameseLearner learner = new SiameseLearner(config.learnerSettings());
        Map<String, byte[]> records = new HashMap<>();
        ModelSnapshot snapshot = ModelSnapshot.of(
                "m",
                learner.state(),
                OptionalLong.of(0),
                0.01f,
                learner.prequential().quality(),
                0);
        SnapshotCodec.encode(snapshot).forEach(entry -> records.put(entry.key(), entry.value()));
        model.offer(records::get);
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void aDamagedRequestIsRefusedAndAGoodOneAnswered() throws Exception {
        EventFuzz fuzz = new EventFuzz(4, 8192, 1);
        EventJudge judge = new EventJudge(4, 8192);
        int answered = 0;
        for (int i = 0; i < REQUESTS; i++) {
            byte[] value = fuzz.next("key").value();
            byte[] request = value == null ? new byte[0] : value;
            HttpResponse<String> answer = post(request, "application/json");
            boolean good = judge.isGoodFeatures(new byte[] {'k'}, request, new RecordHeaders());
            if (answer.statusCode() == 400 && good) {
                // The numbers are so large that the embedding is not finite.
                assertTrue(EventJudge.largest(request, new RecordHeaders()) > 1e30, answer.body());
                assertEquals("not-finite", json(answer).get("reason").asText());
            } else {
                assertEquals(good ? 200 : 400, answer.statusCode(), answer.body());
                answered += good ? 1 : 0;
            }
        }
        assertTrue(answered > REQUESTS / 20, "some must be good: " + answered);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                 | 1    | not-json
            null                               | 1    | wrong-shape
            [                                  | 8000 | wrong-shape
            {"a":                              | 1500 | not-json
            {"features":[1,2,3]}               | 1    | wrong-feature-count
            {"features":[1,2,3,1e999]}         | 1    | not-finite
            {"left":"a"}                       | 1    | wrong-shape
            x                                  | 8193 | too-large
            """)
    void theReasonIsThatOfADeadLetter(String text, int times, String reason) throws Exception {
        HttpResponse<String> answer = post(text.repeat(times).getBytes(StandardCharsets.UTF_8), "application/json");
        assertEquals(400, answer.statusCode());
        assertEquals(reason, json(answer).get("reason").asText(), answer.body());
    }

    /** A client that sets none, or one by default as curl does, need not know. */
    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/vnd.kinstream.float32"})
    void theBodyIsJsonWhateverItsContentTypeSays(String type) throws Exception {
        HttpResponse<String> answer = post(GOOD.getBytes(StandardCharsets.UTF_8), type);
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(2, json(answer).get("vector").size());
    }

    private HttpResponse<String> post(byte[] body, String type) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + "/embed"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }
}
