package io.kinstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kinstream.testing.Await;
import io.kinstream.testing.FreePort;
import io.kinstream.testing.Kcat;
import io.kinstream.testing.Program;
import io.kinstream.testing.Scrape;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README promises to somebody with {@code run --embedded} and nothing but kcat. */
class KcatIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SIGTERM = 128 + 15;
    private static final ObjectMapper JSON = new ObjectMapper();

    private int http;

    @TempDir
    private Path directory;

    @Test
    void kcatAloneTrainsAndReadsEmbeddingsAndAllIsKeptBetweenRuns() throws Exception {
        JsonNode before;
        List<Integer> ports = FreePort.find(3);
        http = ports.get(0);
        int port = ports.get(1);
        Kcat kcat = new Kcat("127.0.0.1:" + port);
        try (Program program = start(port)) {
            sendFeatures(kcat);
            sendPairs(kcat);
            sendBrokenPair(kcat);
            before = awaitVersion(kcat, 40);
            awaitService(40);
            checkEmbeddings(kcat, before);
            checkDelete(kcat);
            checkDeadLetter(kcat);
            assertTrue(elsewhereThanJavaPutsIt(kcat) > 0, "kcat placed every key where Java would");
            assertEquals(SIGTERM, program.terminate());
            assertTrue(program.output().contains("Stopping."), program.output());
        }
        port = ports.get(2);
        kcat = new Kcat("127.0.0.1:" + port);
        try (Program program = start(port)) {
            assertEquals(before, awaitVersion(kcat, 40));
            kcat.produceLines("kinstream.pairs", pairsById());
            JsonNode after = awaitVersion(kcat, 60);
            awaitService(60);
            assertEquals(60, after.get("model_version").asLong());
            assertEquals(before.get("model_id"), after.get("model_id"));
            checkItemsAreKnownById();
            assertEquals(SIGTERM, program.terminate());
        }
    }

    private Program start(int port) throws IOException {
        Map<String, String> environment = Map.of(
                "KINSTREAM_MODEL_LAYERS", "4,8,2",
                "KINSTREAM_HTTP_PORT", "" + http,
                "KINSTREAM_TRAIN_LINGER_MS", "300",
                "KINSTREAM_TRAIN_COMMIT_INTERVAL_MS", "200",
                "KINSTREAM_PUBLISH_INTERVAL_MS", "300");
        String[] arguments = {"run", "--embedded", "--port", "" + port, "--data-dir", directory.toString()};
        Program program = Program.start("kcat", environment, arguments);
        program.awaitOutput("Running; Ctrl-C stops it.");
        return program;
    }

    /** Ten items as numbers, one sparse, one binary. */
    private static void sendFeatures(Kcat kcat) {
        kcat.produceLines("kinstream.features", IntStream.range(0, 10).mapToObj(KcatIT::item));
        kcat.produceLines(
                "kinstream.features", Stream.of("sparse:{\"features\":{\"indices\":[0,3],\"values\":[0.5,1.0]}}"));
        ByteBuffer numbers = ByteBuffer.allocate(4 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        numbers.putFloat(0.5f).putFloat(0).putFloat(0).putFloat(1);
        String[] header = {"-H", "content-type=application/vnd.kinstream.float32"};
        kcat.produceBytes("kinstream.features", "binary", numbers.array(), header);
    }

    private static String item(int i) {
        return "item-" + i + ":{\"features\":[" + i % 2 + "," + (1 - i % 2) + "," + i / 10.0 + ",0]}";
    }

    private static Stream<String> pairsById() {
        return IntStream.range(0, 20).mapToObj(i -> {
            int other = (i + 1 + i / 10) % 10;
            String label = i % 10 % 2 == other % 2 ? "similar" : "dissimilar";
            return "%d:{\"left\":\"item-%d\",\"right\":\"item-%d\",\"label\":\"%s\"}"
                    .formatted(i, i % 10, other, label);
        });
    }

    private static void sendPairs(Kcat kcat) {
        kcat.produceLines("kinstream.pairs", pairsById());
        kcat.produceLines(
                "kinstream.pairs",
                IntStream.range(0, 20)
                        .mapToObj(
                                i -> i + ":{\"left\":{\"features\":[" + i
                                        + ",1,0,0]},\"right\":{\"features\":{\"indices\":[1],\"values\":[1]}},\"label\":\"dissimilar\"}"));
    }

    private static void sendBrokenPair(Kcat kcat) {
        kcat.produceLines(
                "kinstream.pairs", Stream.of("judge-7:{\"left\":\"item-1\",\"right\":\"item-2\",\"label\":\"same\"}"));
    }

    private static JsonNode awaitVersion(Kcat kcat, long version) {
        return Await.until(
                "version " + version,
                PATIENCE,
                () -> kcat.consume("kinstream.models", "%k %s").stream()
                        .filter(line -> line.startsWith("manifest {"))
                        .map(line -> json(line.substring("manifest ".length())))
                        .filter(manifest -> manifest.get("model_version").asLong() >= version)
                        .reduce((first, second) -> second));
    }

    /** A version is in service some time after it was published. */
    private void awaitService(long version) {
        Scrape scrape = new Scrape(http);
        Await.untilTrue(
                "version " + version + " in service",
                PATIENCE,
                () -> scrape.sum("kinstream_model_version{stage=\"serving\"") == version);
    }

    /** Embeddings of the items sent before are of earlier versions; sent again, they are of this one. */
    private static void checkEmbeddings(Kcat kcat, JsonNode model) {
        sendFeatures(kcat);
        Map<String, String> vectors = Await.until("12 embeddings of the version", PATIENCE, () -> {
            Map<String, String> found = new LinkedHashMap<>();
            for (String line : kcat.consume("kinstream.embeddings", "%k %h %s")) {
                String[] parts = line.split(" ", 3);
                JsonNode embedding = json(parts[2]);
                assertEquals(parts[0], embedding.get("id").asText());
                assertEquals(2, embedding.get("vector").size());
                assertEquals(model.get("model_id"), embedding.get("model_id"));
                String version = embedding.get("model_version").asText();
                assertTrue(List.of(parts[1].split(",")).contains("model_version=" + version), line);
                if (embedding.get("model_version").equals(model.get("model_version"))) {
                    found.put(parts[0], embedding.get("vector").toString());
                }
            }
            return found.size() == 12 ? Optional.of(found) : Optional.empty();
        });
        assertEquals(vectors.get("sparse"), vectors.get("binary"));
    }

    private static void checkDelete(Kcat kcat) {
        kcat.produceLines("kinstream.features", Stream.of("sparse:"), "-Z");
        String delete = Await.until(
                "the delete",
                PATIENCE,
                () -> kcat.consume("kinstream.embeddings", "%k %S %h").stream()
                        .filter(line -> line.startsWith("sparse -1 "))
                        .findFirst());
        assertTrue(delete.contains("model_version=40"), delete);
    }

    /** They were sent before the restart. */
    private void checkItemsAreKnownById() throws Exception {
        JsonNode near = Await.until(
                "an answer",
                PATIENCE,
                () -> Optional.of(same("item-1", "item-3")).filter(answer -> answer.has("distance")));
        JsonNode far = same("item-1", "item-2");
        assertTrue(near.get("distance").asDouble() < far.get("distance").asDouble(), near + " and " + far);
        assertEquals("dissimilar", far.get("verdict").asText(), far.toString());
        assertEquals("unknown-item", same("item-1", "sparse").get("reason").asText(), "it was deleted");
    }

    private JsonNode same(String left, String right) {
        String pair = "{\"left\":\"%s\",\"right\":\"%s\"}".formatted(left, right);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/same"))
                .POST(BodyPublishers.ofString(pair))
                .build();
        try {
            return json(HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void checkDeadLetter(Kcat kcat) {
        List<String> letters = Await.until(
                "the dead letter",
                PATIENCE,
                () -> Optional.of(kcat.consume("kinstream.dead-letters", "%k|%s|%h"))
                        .filter(found -> !found.isEmpty()));
        assertEquals(1, letters.size(), letters.toString());
        String[] parts = letters.get(0).split("\\|");
        assertEquals("judge-7", parts[0]);
        assertEquals("{\"left\":\"item-1\",\"right\":\"item-2\",\"label\":\"same\"}", parts[1]);
        for (String header : List.of(
                "reason=unknown-label",
                "message=label must be the word \"similar\" or \"dissimilar\", but was \"same\"",
                "source.topic=kinstream.pairs",
                "source.partition=",
                "source.offset=")) {
            assertTrue(parts[2].contains(header), parts[2]);
        }
    }

    /** How many items are in a partition where a Java producer would not have put them. */
    private static long elsewhereThanJavaPutsIt(Kcat kcat) {
        List<String> placed = kcat.consume("kinstream.features", "%k %p");
        assertEquals(
                3, placed.stream().map(line -> line.split(" ")[1]).distinct().count());
        return placed.stream()
                .map(line -> line.split(" "))
                .filter(line -> Utils.toPositive(Utils.murmur2(line[0].getBytes(StandardCharsets.UTF_8))) % 3
                        != Integer.parseInt(line[1]))
                .count();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
