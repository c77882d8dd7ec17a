package io.kinstream.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kinstream.monitor.Endpoints;
import io.kinstream.monitor.HttpEndpoint;
import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.nn.Features;
import io.kinstream.testing.Await;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a browser is served: files, and one message a second that holds the whole picture. */
class LivePageTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LINKS = Pattern.compile("(?:src|href)=\"([^\"]+)\"");
    private static final Pattern IMPORTS = Pattern.compile("from '\\./([^']+)'");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final KinstreamMeters meters = new KinstreamMeters(registry, List.of("not-json"));
    private final DigitsJob job = new DigitsJob(meters);
    private final LivePage page = new LivePage(job, meters, ItemGuide.NONE);
    private final HttpEndpoint http = HttpEndpoint.start(
            "127.0.0.1",
            0,
            registry,
            new Endpoints(job::ready, job::ready, () -> Optional.of(new byte[] {'1'}), body -> body, body -> body),
            page);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        page.close();
        http.close();
    }

    @Test
    void allThatThePageLinksToIsServedByTheProgramItself() throws Exception {
        String index = get("/").body();
        Set<String> links = new TreeSet<>();
        Deque<String> found = new ArrayDeque<>(matches(LINKS, index));
        while (!found.isEmpty()) {
            String link = found.remove();
            if (links.add(link)) {
                matches(IMPORTS, get("/" + link).body()).forEach(name -> found.add("page/" + name));
            }
        }
        assertTrue(
                links.containsAll(List.of("page/main.js", "page/charts.js", "page/page.css", "metrics")), "" + links);
        for (String link : links) {
            assertEquals(200, get("/" + link).statusCode(), link);
        }
    }

    @Test
    void theBrowserMayRunAndLoadNothingElse() throws Exception {
        for (String path : List.of("/", "/page/main.js", "/page/uPlot.esm.js")) {
            HttpResponse<String> answer = get(path);
            String policy =
                    answer.headers().firstValue("Content-Security-Policy").orElse("");
            assertTrue(policy.startsWith("default-src 'self';"), policy);
            assertFalse(policy.contains("unsafe"), policy);
            assertEquals(
                    "nosniff",
                    answer.headers().firstValue("X-Content-Type-Options").orElse(""));
        }
        String index = get("/").body();
        assertFalse(
                Pattern.compile("<script(?![^>]*src=)|<style| style=| on\\w+=")
                        .matcher(index)
                        .find(),
                index);
    }

    @Test
    void onlyThePagesOwnFilesAreServed() throws Exception {
        for (String path :
                List.of("/page/LivePage.class", "/page/", "/page/package-info.java", "/page/..%2flog4j2.properties")) {
            int status = get(path).statusCode();
            assertTrue(status == 404 || status == 400, path + ": " + status);
        }
    }

    @Test
    void aMessageHoldsWhatThePageShows() throws Exception {
        job.sample(30);
        job.learn(320);
        meters.deadLetter("not-json");
        job.letters = List.of(Letter.of(5, "not-json", "value must be JSON", "pairs-0@7", null, new byte[] {'x'}));
        job.learn(320);
        try (Listener listener = new Listener()) {
            listener.next(); // asks for a copy of the window
            job.learn(320);
            JsonNode state = listener.nextWith("/springs/similar");

            assertEquals(960, state.at("/model/learning").asLong());
            assertEquals("digits", state.at("/model/id").asText());
            assertEquals(true, state.at("/health/ok").asBoolean());
            assertEquals(2, state.at("/flow/restarts").asLong());
            assertEquals(1, state.at("/flow/drift").asDouble());
            assertEquals(0, state.at("/flow/driftPairs").asLong());
            assertEquals(30, state.at("/map/items").size());
            assertEquals(5, state.at("/map/items/0/near").size());
            assertEquals(1, state.at("/flow/deadLetters/not-json").asLong());
            assertEquals("pairs-0@7", state.at("/deadLetters/0/source").asText());
            assertEquals(Springs.BINS, state.at("/springs/similar").size());
            assertEquals(
                    960,
                    state.at("/curves/pairs")
                            .get(state.at("/curves/pairs").size() - 1)
                            .asLong());
        }
    }

    /** Ids are the users': one that the stream could not carry would end it. */
    @Test
    void anIdMayHoldAnyCharacter() throws Exception {
        String id = "\u732b\n\u2028\ud83d\ude00 \"<b>";
        job.sample(3);
        job.offer(id, job.items().get(0).features());
        job.publish();
        try (Listener listener = new Listener()) {
            JsonNode items = listener.nextWith("/map/items/3").at("/map/items");
            assertEquals(id, items.get(3).get("id").asText());
        }
        HttpResponse<String> details = get("/page/item?id=" + URLEncoder.encode(id, StandardCharsets.UTF_8));
        assertEquals(id, JSON.readTree(details.body()).get("id").asText());
    }

    @Test
    void anItemsFeaturesAreThoseThatCame() throws Exception {
        job.offer("dense", new Features.Dense(new float[] {1, 0.5f}));
        job.offer("sparse", new Features.Sparse(new int[] {3}, new float[] {2}));
        assertEquals("[1.0,0.5]", json("/page/item?id=dense").get("features").toString());
        assertEquals(3, json("/page/item?id=sparse").at("/features/indices/0").asInt());
        HttpResponse<String> missing = get("/page/item?id=no");
        assertEquals(404, missing.statusCode());
        assertEquals(
                "there is no such item on the map any more",
                JSON.readTree(missing.body()).get("message").asText());
    }

    /** One that does not read is written to by a thread of its own; others get their messages all the same. */
    @Test
    void aViewerThatDoesNotReadHoldsUpNobody() throws Exception {
        job.sample(300);
        job.publish();
        List<Socket> stalled = new ArrayList<>();
        try (Listener listener = new Listener()) {
            for (int i = 0; i < 8; i++) {
                Socket socket = new Socket();
                socket.setReceiveBufferSize(1024);
                socket.connect(new InetSocketAddress("127.0.0.1", http.port()));
                socket.getOutputStream()
                        .write("GET /page/events HTTP/1.1\r\nHost: k\r\nAccept: text/event-stream\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                stalled.add(socket);
            }
            for (int i = 0; i < 10; i++) {
                listener.next();
            }
            assertEquals(200, get("/health/live").statusCode());
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    @Test
    void moreViewersThanCanBeServedAreTurnedAway() throws Exception {
        List<Listener> listeners = new ArrayList<>();
        try {
            for (int i = 0; i < Viewers.MOST; i++) {
                Listener listener = new Listener();
                listeners.add(listener);
                listener.next();
            }
            try (Listener late = new Listener()) {
                assertEquals("event: full", late.line());
            }
            listeners.remove(0).close();
            Await.untilTrue("a place for another", Duration.ofSeconds(30), () -> {
                try (Listener next = new Listener()) {
                    return next.line().equals("event: state");
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
        } finally {
            for (Listener listener : listeners) {
                listener.close();
            }
        }
    }

    @Test
    void nobodysLookingCostsNothing() throws Exception {
        job.sample(10);
        job.publish();
        int ticks = job.ticks();
        Await.untilTrue("some seconds", Duration.ofSeconds(30), () -> job.ticks() >= ticks + 3);
        assertEquals(0, job.asked(), "the sample was asked for");
        try (Listener listener = new Listener()) {
            listener.next();
        }
        assertTrue(job.asked() > 0, "the sample was not asked for");
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(path).body());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** Somebody who looks. */
    private final class Listener implements AutoCloseable {
        private final Socket socket = new Socket("127.0.0.1", http.port());
        private final BufferedReader lines;

        Listener() throws IOException {
            socket.setSoTimeout(30_000);
            String request = "GET /page/events HTTP/1.0\r\nHost: k\r\nAccept: text/event-stream\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            lines = new BufferedReader(new InputStreamReader(answer, StandardCharsets.US_ASCII));
            while (!lines.readLine().isEmpty()) {
                continue; // the head
            }
        }

        String line() throws IOException {
            return lines.readLine();
        }

        JsonNode next() throws IOException {
            String line = lines.readLine();
            while (!line.startsWith("data: ")) {
                line = lines.readLine();
            }
            return JSON.readTree(line.substring("data: ".length()));
        }

        JsonNode nextWith(String path) throws IOException {
            JsonNode state = next();
            while (state.at(path).isMissingNode()) {
                state = next();
            }
            return state;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
