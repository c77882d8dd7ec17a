package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.Pair;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.monitor.Endpoints;
import io.kinstream.monitor.HttpEndpoint;
import io.kinstream.monitor.RefusedException;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import io.kinstream.testing.EventFuzz;
import io.kinstream.testing.EventJudge;
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
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is posted to the model is answered: with an embedding or a distance, or with what is wrong with the request. */
class EmbedRequestTest {

    private static final int REQUESTS = 1000;
    private static final String GOOD = "{\"features\":[1,2,3,4]}";
    private static final String OTHER = "{\"features\":{\"indices\":[2],\"values\":[5]}}";

    private final KinstreamConfig config = TestConfig.of("events.max.bytes", "8192");
    private final ModelInService model = new ModelInService(config, TestConfig.meters());
    private final Questions questions = new Questions(model, EmbedRequestTest::item);
    private final SiameseLearner learner = new SiameseLearner(config.learnerSettings());
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpEndpoint endpoint = HttpEndpoint.start(
            "127.0.0.1",
            0,
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            new Endpoints(null, null, null, questions::embed, questions::same),
            routes -> {});

    EmbedRequestTest() {
        publish();
    }

    private void publish() {
        Map<String, byte[]> records = new HashMap<>();
        SnapshotCodec.encode(TestConfig.snapshot("m", learner))
                .forEach(entry -> records.put(entry.key(), entry.value()));
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

    /** The model is untrained: it has a distance, but no threshold to judge it by. */
    @Test
    void theDistanceOfTwoItemsIsThatOfTheirEmbeddings() throws Exception {
        JsonNode left = json(post("/embed", GOOD)).get("vector");
        JsonNode right = json(post("/embed", OTHER)).get("vector");
        double first = left.get(0).asDouble() - right.get(0).asDouble();
        double second = left.get(1).asDouble() - right.get(1).asDouble();

        JsonNode answer = json(post("/same", "{\"left\":" + GOOD + ",\"right\":" + OTHER + ",\"label\":7}"));

        assertEquals(Math.hypot(first, second), answer.get("distance").asDouble(), 1e-6);
        assertTrue(answer.get("distance").asDouble() > 0, answer.toString());
        assertTrue(answer.get("threshold").isNull() && answer.get("verdict").isNull(), answer.toString());
        assertEquals("m", answer.get("model_id").asText());
    }

    @Test
    void aPairIsSimilarBelowTheThresholdThatWasPublished() throws Exception {
        learner.learn(List.of(
                new Pair(new Features.Dense(new float[4]), new Features.Dense(new float[4]), Label.SIMILAR, 1),
                new Pair(
                        new Features.Dense(new float[4]),
                        new Features.Dense(new float[] {9, 9, 9, 9}),
                        Label.DISSIMILAR,
                        1)));
        publish();

        JsonNode same = json(post("/same", "{\"left\":" + GOOD + ",\"right\":" + GOOD + "}"));
        JsonNode other = json(post("/same", "{\"left\":" + GOOD + ",\"right\":{\"features\":[99,9,9,9]}}"));

        assertEquals("similar", same.get("verdict").asText(), same.toString());
        assertEquals(0, same.get("distance").asDouble());
        assertEquals("dissimilar", other.get("verdict").asText(), other.toString());
        assertTrue(other.get("distance").asDouble() >= other.get("threshold").asDouble(), other.toString());
        assertEquals(2, other.get("model_version").asLong());
    }

    /** Two pairs of each kind are little: (2 + 1) / (2 + 2) of such pairs are taken to be what they were. */
    @Test
    void confidenceIsTheShareOfPairsAtThatDistanceThatHadThatLabel() throws Exception {
        Pair same = new Pair(new Features.Dense(new float[4]), new Features.Dense(new float[4]), Label.SIMILAR, 1);
        Pair other = new Pair(
                new Features.Dense(new float[4]), new Features.Dense(new float[] {9, 9, 9, 9}), Label.DISSIMILAR, 1);
        learner.learn(List.of(same, other, same, other));
        publish();
        JsonNode near = json(post("/same", "{\"left\":" + GOOD + ",\"right\":" + GOOD + "}"));
        JsonNode far = json(post("/same", "{\"left\":" + GOOD + ",\"right\":{\"features\":[99,9,9,9]}}"));
        assertEquals(0.75, near.get("confidence").asDouble());
        assertEquals(0.75, far.get("confidence").asDouble());
    }

    @Test
    void anItemIsKnownByItsId() throws Exception {
        JsonNode answer = json(post("/same", "{\"left\":\"Stück 1\",\"right\":" + GOOD + "}"));
        assertEquals(0, answer.get("distance").asDouble());
        JsonNode other = json(post("/same", "{\"left\":" + OTHER + ",\"right\":\"Stück 1\"}"));
        JsonNode inline = json(post("/same", "{\"left\":" + OTHER + ",\"right\":" + GOOD + "}"));
        assertEquals(inline, other);
    }

    @Test
    void anItemThatIsNotKnownIsNotFound() throws Exception {
        HttpResponse<String> answer = post("/same", "{\"left\":" + GOOD + ",\"right\":\"nobody\"}");
        assertEquals(404, answer.statusCode());
        assertEquals("unknown-item", json(answer).get("reason").asText());
        assertEquals(
                "nobody must be known: give its features in place of the id",
                json(answer).get("message").asText());
    }

    @Test
    void withoutAJoinNoItemIsKnown() {
        Questions direct = new Questions(model, Items.NONE);
        byte[] request = "{\"left\":\"a\",\"right\":\"b\"}".getBytes(StandardCharsets.UTF_8);
        RefusedException refused = assertThrows(RefusedException.class, () -> direct.same(request));
        assertEquals("unknown-item", refused.reason());
        assertTrue(refused.getMessage().contains("give its features"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"left":{"features":[1,2,3,4]}}                                | wrong-shape         | right must be given, but was missing
            {"left":7,"right":{"features":[1,2,3,4]}}                      | wrong-shape         | left must be an item id (a string) or {"features": …}, but was 7
            {"left":{"features":[1,2,3,4]},"right":{"features":[1]}}       | wrong-feature-count | right has 1 features, but the encoder takes 4
            {"left":{"features":[1]},"left":{"features":[1]},"right":1}    | wrong-feature-count | left has 1 features, but the encoder takes 4
            []                                                             | wrong-shape         | value must be a JSON object, but was an array
            """)
    void aComparisonThatCannotBeMadeSaysWhatIsWrong(String request, String reason, String message) throws Exception {
        HttpResponse<String> answer = post("/same", request);
        assertEquals(400, answer.statusCode(), answer.body());
        assertEquals(reason, json(answer).get("reason").asText());
        assertEquals(message, json(answer).get("message").asText());
    }

    @Test
    void thereIsNoDistanceWithoutAModel() {
        ModelInService none = new ModelInService(config, TestConfig.meters());
        Questions unanswered = new Questions(none, Items.NONE);
        RefusedException refused = assertThrows(RefusedException.class, () -> unanswered.same(new byte[0]));
        assertEquals("no-model", refused.reason());
    }

    private static Features item(String id) throws RefusedException {
        if (id.equals("Stück 1")) {
            return new Features.Dense(new float[] {1, 2, 3, 4});
        }
        throw Items.unknown(id + " must be known");
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return post(path, body.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    private HttpResponse<String> post(byte[] body, String type) throws IOException, InterruptedException {
        return post("/embed", body, type);
    }

    private HttpResponse<String> post(String path, byte[] body, String type) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
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
