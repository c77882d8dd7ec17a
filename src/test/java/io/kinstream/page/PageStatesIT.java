package io.kinstream.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.learn.Drift;
import io.kinstream.monitor.Endpoints;
import io.kinstream.monitor.Health;
import io.kinstream.monitor.HttpEndpoint;
import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.testing.Await;
import io.kinstream.testing.Browser;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page says where there is nothing to see yet, where something is wrong, or is in another process. */
class PageStatesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] DISTANCE =
            "{\"distance\":0.3,\"threshold\":0.5,\"verdict\":\"similar\",\"model_version\":7}"
                    .getBytes(StandardCharsets.US_ASCII);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final KinstreamMeters meters = new KinstreamMeters(registry, List.of("not-json"));
    private final DigitsJob job = new DigitsJob(meters);
    private final LivePage page = new LivePage(job, meters, ItemGuide.NONE);
    private final HttpEndpoint http = HttpEndpoint.start(
            "127.0.0.1",
            0,
            registry,
            new Endpoints(job::ready, job::ready, Optional::empty, body -> body, body -> DISTANCE),
            page);
    private Browser browser;

    @BeforeEach
    void open() throws Exception {
        browser = Browser.start();
        browser.look(1280, 900, false);
    }

    @AfterEach
    void close() {
        page.close();
        http.close();
        if (browser != null) {
            browser.close();
            assertEquals(List.of(), browser.complaints());
        }
    }

    @Test
    void anEmptyPageSaysWhatToDo() throws Exception {
        job.health = new Health(false, "waiting-for-model", Map.of());
        show();
        awaitText("health", "waiting for the first model");
        assertTrue(text("map-empty").startsWith("No model yet"), text("map-empty"));

        meters.learned(0, 0);
        job.publish();
        job.health = new Health(true, "running", Map.of());
        awaitText("health", "running");
        awaitText(
                "map-empty",
                "No items yet: send features to kinstream.features, the key is the id"
                        + "item-1  {\"features\":[784 numbers]}");
        awaitText(
                "springs-empty",
                "No pairs yet: send one to kinstream.pairs"
                        + "{\"left\":\"item-1\",\"right\":\"item-2\",\"label\":\"similar\"}");
        assertTrue(text("curves-empty").contains("kinstream.pairs"), text("curves-empty"));
        assertTrue(text("letters-list").startsWith("None."), text("letters-list"));
        browser.screenshot("empty");
    }

    @Test
    void whatIsWrongIsSaidWithItsReason() throws Exception {
        show();
        job.health = new Health(false, "broker-does-not-answer", Map.of("seconds_without_an_answer", 12));
        awaitText("health", "Kafka does not answer; waiting for it");
        job.health = new Health(false, "failed", Map.of("cause", "the disk is <full>"));
        awaitText("health", "failed: the disk is <full>");
    }

    @Test
    void whatIsTheMatterWithTheModelIsSaidAlthoughTheProgramIsReady() throws Exception {
        show();
        job.learn(320);
        browser.await("document.querySelectorAll('.tile').length > 0", PATIENCE);
        assertFalse(text("tiles").contains("×"), text("tiles"));
        assertTrue(text("tiles").contains("running, start 3"), text("tiles"));

        meters.drift(new Drift(1, 4321, 0.02, 0.05, false));
        job.health = new Health(true, "running", Map.of("concerns", List.of("drifting", "collapsed")));

        awaitText("health", "running, but the loss has grown, the embeddings have collapsed");
        browser.await("document.getElementById('tiles').textContent.includes('× 2.50loss, 4,321 pairs on')", PATIENCE);
    }

    @Test
    void aProcessThatOnlyLearnsSaysWhereItemsAreEmbedded() throws Exception {
        job.roles = List.of("train");
        job.hideSpace();
        show();
        job.learn(64);
        awaitText("map-empty", "Items are embedded in another process: open the page of one with the role embed.");
        browser.await("document.getElementById('loss-curve').drawn", PATIENCE);
    }

    /** Its curves are what the published versions say. */
    @Test
    void aProcessThatOnlyEmbedsSaysWherePairsAreLearned() throws Exception {
        job.roles = List.of("embed");
        job.sample(40);
        job.learn(64);
        meters.learnerLeft();
        show();
        awaitText("springs-empty", "Pairs are learned in another process: open the page of one with the role train.");
        browser.await("document.getElementById('map-canvas').drawn.length === 40", PATIENCE);
        browser.await("document.getElementById('loss-curve').drawn[0][0] === 64", PATIENCE);
    }

    @Test
    void anItemIsShownWithItsNearestNeighboursAndTwoThatAreClickedAreCompared() throws Exception {
        job.sample(40);
        job.publish();
        show();
        browser.await("document.getElementById('map-canvas')?.drawn?.length === 40", PATIENCE);
        browser.await(
                "(() => { const c = document.getElementById('map-canvas'); const b = c.getBoundingClientRect();"
                        + " for (let y = 10; y < b.height; y += 10) for (let x = 10; x < b.width; x += 10) {"
                        + " c.dispatchEvent(new MouseEvent('click', {clientX: b.left + x, clientY: b.top + y}));"
                        + " if (document.getElementById('right').value) return true; } })()",
                PATIENCE);
        assertEquals(
                6,
                browser.evaluate("document.querySelectorAll('#map-item figure').length")
                        .asInt());
        String picked =
                browser.evaluate("document.getElementById('right').value").asText();
        assertEquals(
                picked,
                browser.evaluate("document.querySelector('#map-item figcaption').title")
                        .asText());
        browser.await("document.querySelector('.verdict')", PATIENCE);
        assertEquals(
                "similar: 0.300 is below the threshold",
                browser.evaluate("document.querySelector('.verdict').textContent")
                        .asText());
        browser.screenshot("compared");
    }

    private void show() {
        browser.open("http://127.0.0.1:" + http.port() + "/");
    }

    private String text(String id) {
        return browser.evaluate("document.getElementById('" + id + "').textContent")
                .asText();
    }

    private void awaitText(String id, String text) {
        String shown = "document.getElementById('" + id + "')?.textContent";
        Await.untilTrue(
                id + " to say " + text,
                PATIENCE,
                () -> text.equals(browser.evaluate(shown).asText()));
    }
}
