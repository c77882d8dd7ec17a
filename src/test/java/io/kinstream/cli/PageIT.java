package io.kinstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kinstream.testing.Await;
import io.kinstream.testing.Browser;
import io.kinstream.testing.FreePort;
import io.kinstream.testing.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees in a browser who starts the demo, sends it nonsense, kills it and starts it again. */
class PageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String BAD_EVENT =
            "{\"left\":\"<img src=x onerror=document.title=1>\",\"right\":\"b\",\"label\":\"different\"}";

    @TempDir
    private Path directory;

    private int http;
    private int broker;

    @Test
    void oneSeesItLearnGoWrongAndComeBack() throws Exception {
        List<Integer> ports = FreePort.find(2);
        http = ports.get(0);
        broker = ports.get(1);
        try (Browser browser = Browser.start()) {
            browser.look(1280, 900, false);
            try (Program program = start()) {
                program.awaitOutput("Watch it learn at http://127.0.0.1:" + http + "/");
                browser.open("http://127.0.0.1:" + http + "/");
                checkLearning(browser);
                checkBadEvent(browser);
                checkComparison(browser);
                browser.screenshot("demo-compared");
                checkEmbedding(browser);
                browser.screenshot("demo-light");
                program.kill();
                browser.await("!document.getElementById('notice').hidden", PATIENCE);
                browser.screenshot("demo-away");
            }
            long learned = newestPoint(browser);
            try (Program program = start()) {
                program.awaitOutput("Going on with the demo in");
                checkComeBack(browser, learned);
                screenshots(browser);
                program.terminate();
            }
            assertEquals(List.of(), browser.complaints());
            List<String> elsewhere = browser.requests().stream()
                    .filter(url -> !url.startsWith("http://127.0.0.1:" + http + "/"))
                    .toList();
            assertEquals(List.of(), elsewhere);
        }
    }

    private Program start() throws IOException {
        return Program.start(
                "page",
                Map.of("KINSTREAM_HTTP_PORT", Integer.toString(http), "KINSTREAM_MODEL_LAYERS", "784,32,8"),
                "demo",
                "--pairs",
                "200000",
                "--port",
                Integer.toString(broker),
                "--data-dir",
                directory.resolve("demo").toString());
    }

    /** Items of one class come together, those of two move apart, and the curves grow and fall. */
    private static void checkLearning(Browser browser) {
        browser.await("document.getElementById('map-canvas')?.drawn?.length >= 200", PATIENCE);
        double before = separation(browser);
        browser.await("document.getElementById('loss-curve').drawn", PATIENCE);
        long points = points(browser);
        browser.await("document.getElementById('histogram').drawn", PATIENCE);
        browser.await("document.querySelector('#tiles b').textContent.replaceAll(',', '') >= 8000", PATIENCE);
        Await.until(
                "a map that separates",
                PATIENCE,
                () -> Optional.of(separation(browser)).filter(ratio -> ratio > Math.max(1.5, 1.3 * before)));
        Await.untilTrue("more points of the curves", PATIENCE, () -> points(browser) > points);
        JsonNode loss = browser.evaluate("document.getElementById('loss-curve').drawn[2]");
        assertTrue(loss.get(loss.size() - 1).asDouble() < loss.get(0).asDouble(), "dissimilar loss: " + loss);
    }

    private static long points(Browser browser) {
        return browser.evaluate("document.getElementById('loss-curve').drawn[0].length")
                .asLong();
    }

    private static long newestPoint(Browser browser) {
        return browser.evaluate("document.getElementById('loss-curve').drawn[0].at(-1)")
                .asLong();
    }

    /** Mean distance on the drawn map of items of two classes, by that of items of the same class. */
    private static double separation(Browser browser) {
        JsonNode drawn = browser.evaluate(
                "document.getElementById('map-canvas').drawn.map(({category, x, y}) => ({category, x, y}))");
        double[] sums = new double[2];
        int[] counts = new int[2];
        for (int i = 0; i < drawn.size(); i++) {
            for (int j = 0; j < i; j++) {
                JsonNode a = drawn.get(i);
                JsonNode b = drawn.get(j);
                int kind = a.get("category").equals(b.get("category")) ? 0 : 1;
                counts[kind]++;
                sums[kind] += Math.hypot(
                        a.get("x").asDouble() - b.get("x").asDouble(),
                        a.get("y").asDouble() - b.get("y").asDouble());
            }
        }
        return sums[1] / counts[1] / (sums[0] / counts[0]);
    }

    private void checkBadEvent(Browser browser) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + broker),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("kinstream.pairs", BAD_EVENT.getBytes(StandardCharsets.UTF_8)));
        }
        awaitLetter(browser);
        String letter = browser.evaluate("document.querySelector('#letters-list').textContent")
                .asText();
        assertTrue(letter.contains("unknown-label"), letter);
        assertTrue(
                letter.contains("label must be the word \"similar\" or \"dissimilar\", but was \"different\""), letter);
        assertEquals(
                0,
                browser.evaluate("document.querySelectorAll('#letters img').length")
                        .asInt());
        assertEquals("Kinstream", browser.evaluate("document.title").asText());
        browser.await("document.getElementById('letters-reasons').textContent.endsWith('unknown-label 1')", PATIENCE);
    }

    private static void awaitLetter(Browser browser) {
        String shown = "document.querySelector('#letters-list pre')?.textContent";
        Await.untilTrue(
                "the bad event",
                PATIENCE,
                () -> browser.evaluate(shown).asText().equals(BAD_EVENT));
    }

    private static void checkComparison(Browser browser) {
        String pick = "(() => { const d = document.getElementById('map-canvas').drawn;"
                + " document.getElementById('left').value = d[0].id; document.getElementById('right').value = d[1].id;"
                + " document.querySelector('#compare button').click(); })()";
        browser.evaluate(pick);
        browser.await("document.querySelector('.verdict')", PATIENCE);
        String verdict = browser.evaluate("document.querySelector('.verdict').textContent")
                .asText();
        assertTrue(
                verdict.matches("(similar: \\d\\.\\d{3} is below|dissimilar: \\d\\.\\d{3} is not below) the threshold,"
                        + " confidence [01]\\.\\d{3}"),
                verdict);
        browser.await("document.querySelectorAll('#answer canvas.picture:not([hidden])').length === 2", PATIENCE);
    }

    private static void checkEmbedding(Browser browser) {
        browser.evaluate("document.getElementById('left').value = '[1,2]'; document.getElementById('embed').click()");
        browser.await("document.querySelector('#answer .problem')", PATIENCE);
        String problem = browser.evaluate("document.querySelector('#answer .problem').textContent")
                .asText();
        assertEquals("the item has 2 features, but the encoder takes 784", problem);
        browser.evaluate("document.getElementById('left').value = document.getElementById('map-canvas').drawn[0].id;"
                + " document.getElementById('embed').click()");
        browser.await("document.querySelector('#answer .vector')", PATIENCE);
        assertEquals(
                8,
                browser.evaluate("JSON.parse(document.querySelector('#answer .vector').textContent).length")
                        .asInt());
    }

    /** Without anybody's reloading the page; its curves begin with the versions published before. */
    private static void checkComeBack(Browser browser, long learned) {
        browser.await("document.getElementById('health').textContent === 'running'", PATIENCE);
        assertEquals(
                true,
                browser.evaluate("document.getElementById('notice').hidden").asBoolean());
        awaitLetter(browser);
        browser.await("document.getElementById('map-canvas').drawn.length >= 200", PATIENCE);
        browser.await("document.getElementById('loss-curve').drawn[0][0] < " + learned / 2, PATIENCE);
        browser.await("document.getElementById('loss-curve').drawn[0].at(-1) > " + learned, PATIENCE);
    }

    private static void screenshots(Browser browser) throws Exception {
        browser.screenshot("demo-restarted-light");
        browser.look(1280, 900, true);
        browser.screenshot("demo-restarted-dark");
        browser.look(360, 800, false);
        browser.await("document.getElementById('histogram').querySelector('canvas')?.clientWidth < 360", PATIENCE);
        int wide = browser.evaluate("document.documentElement.scrollWidth").asInt();
        assertTrue(wide <= 360, "the page is wider than a phone: " + wide);
        browser.screenshot("demo-restarted-phone");
    }
}
