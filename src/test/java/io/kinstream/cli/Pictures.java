package io.kinstream.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.testing.Await;
import io.kinstream.testing.Browser;
import io.kinstream.testing.FreePort;
import io.kinstream.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes the README's pictures from a run of the demo, as it is without any option: {@code mvn -Ppictures verify}. */
class Pictures {

    private static final Path FOLDER = Path.of("src", "docs", "pictures");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int MOST_BYTES = 150_000;

    @TempDir
    private Path directory;

    @Test
    void thePageWhenTheDemoHasLearned() throws Exception {
        int http = FreePort.find();
        try (Browser browser = Browser.start();
                Program program = start(http)) {
            program.awaitOutput("Watch it learn at http://127.0.0.1:" + http + "/");
            browser.hideScrollbars();
            browser.look(1120, 900, false);
            browser.open("http://127.0.0.1:" + http + "/");
            Await.untilTrue(
                    "the demo's figures", PATIENCE, () -> program.output().contains("PCA, 32 numbers"));
            browser.await("document.getElementById('map-canvas')?.drawn?.length >= 200", PATIENCE);
            browser.await("document.getElementById('histogram').drawn", PATIENCE);
            take(browser, "page.png", "curves");
            browser.look(360, 800, false);
            browser.await("document.getElementById('histogram').querySelector('canvas')?.clientWidth < 360", PATIENCE);
            take(browser, "phone.png", "springs");
            program.terminate();
        }
    }

    private Program start(int http) throws IOException {
        return Program.start(
                "pictures",
                Map.of("KINSTREAM_HTTP_PORT", Integer.toString(http)),
                "demo",
                "--data-dir",
                directory.resolve("demo").toString());
    }

    /** From the top to the end of a part. */
    private static void take(Browser browser, String name, String lastPart) throws IOException {
        Path file = FOLDER.resolve(name);
        browser.picture(
                file,
                browser.evaluate("document.getElementById('" + lastPart + "').getBoundingClientRect().bottom + 14")
                        .asInt());
        long bytes = Files.size(file);
        assertTrue(bytes < MOST_BYTES, file + " must be smaller than " + MOST_BYTES + " bytes, but has " + bytes);
    }
}
