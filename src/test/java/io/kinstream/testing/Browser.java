package io.kinstream.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Headless Chromium (Debian package {@code chromium}) with one page, steered over its DevTools protocol. */
public final class Browser implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int END_SECONDS = 20;
    private static final String LISTENING = "DevTools listening on ";
    private static final List<String> OFFLINE = List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-domain-reliability",
            "--disable-sync",
            "--disable-extensions",
            "--disable-default-apps",
            "--disable-breakpad",
            "--disable-crash-reporter",
            "--no-first-run",
            "--no-proxy-server",
            "--remote-debugging-port=0");

    private final Process process;
    private final DevTools devTools;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    private Browser(Process process, String address) throws IOException, InterruptedException {
        this.process = process;
        this.devTools = new DevTools(URI.create(pageOf(address)), this::note);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            devTools.call(domain + ".enable", JSON.createObjectNode());
        }
    }

    /** Starts one. Skips the test where Chromium is not installed, and fails it where it must be, under {@code CI=true}. */
    public static Browser start() throws IOException, InterruptedException {
        boolean installed = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "chromium")));
        boolean required = "true".equals(System.getenv("CI"));
        assertTrue(installed || !required, "chromium must be installed (Debian: apt-get install chromium), but is not");
        assumeTrue(installed, "chromium is not installed (Debian: apt-get install chromium)");
        List<String> command = new ArrayList<>(List.of("chromium"));
        command.addAll(OFFLINE);
        command.add(
                "--user-data-dir=" + Files.createTempDirectory(Path.of("target").toAbsolutePath(), "chromium-"));
        command.add("about:blank");
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new Browser(process, address(process.errorReader(StandardCharsets.UTF_8)));
        } catch (IOException | RuntimeException | AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static String address(BufferedReader output) throws IOException {
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.startsWith(LISTENING)) {
                Thread drain = new Thread(() -> output.lines().forEach(more -> {}), "chromium-output");
                drain.setDaemon(true);
                drain.start();
                return line.substring(LISTENING.length());
            }
        }
        throw new IOException("chromium must listen, but ended: " + said);
    }

    /** It may listen before it has one. */
    private static String pageOf(String browser) {
        URI list = URI.create("http://127.0.0.1:" + URI.create(browser).getPort() + "/json/list");
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(list).build();
        return Await.until("a page of chromium", Duration.ofSeconds(60), () -> {
            try {
                return pageAmong(client.send(request, BodyHandlers.ofString()).body());
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static Optional<String> pageAmong(String targets) throws IOException {
        for (JsonNode target : JSON.readTree(targets)) {
            if (target.get("type").asText().equals("page")) {
                return Optional.of(target.get("webSocketDebuggerUrl").asText());
            }
        }
        return Optional.empty();
    }

    private void note(JsonNode event) {
        JsonNode about = event.get("params");
        synchronized (complaints) {
            switch (event.get("method").asText()) {
                case "Runtime.exceptionThrown" ->
                    complaints.add(
                            about.at("/exceptionDetails/exception/description").asText());
                case "Log.entryAdded" -> {
                    JsonNode entry = about.get("entry");
                    // That the program does not answer while it is started again is not the page's fault.
                    if (entry.get("level").asText().equals("error")
                            && !entry.get("source").asText().equals("network")) {
                        complaints.add(entry.toString());
                    }
                }
                case "Network.requestWillBeSent" ->
                    requests.add(about.get("request").get("url").asText());
                default -> {}
            }
        }
    }

    /** Goes to a page. */
    public void open(String url) {
        devTools.call("Page.navigate", JSON.createObjectNode().put("url", url));
    }

    /** The size of the window, and whether the reader likes it dark. */
    public void look(int width, int height, boolean dark) {
        devTools.call(
                "Emulation.setDeviceMetricsOverride",
                JSON.createObjectNode()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
        ObjectNode media = JSON.createObjectNode();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", dark ? "dark" : "light");
        devTools.call("Emulation.setEmulatedMedia", media);
    }

    /** As on a phone: they take no room from the page. */
    public void hideScrollbars() {
        devTools.call("Emulation.setScrollbarsHidden", JSON.createObjectNode().put("hidden", true));
    }

    /** The value of a JavaScript expression, which may be a promise. */
    public JsonNode evaluate(String expression) {
        JsonNode answer = devTools.call(
                "Runtime.evaluate",
                JSON.createObjectNode()
                        .put("expression", expression)
                        .put("returnByValue", true)
                        .put("awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + " failed: " + answer.get("exceptionDetails"));
        }
        JsonNode value = answer.at("/result/value");
        return value.isMissingNode() ? JSON.nullNode() : value;
    }

    /** Waits until an expression is true. */
    public void await(String expression, Duration patience) {
        Await.untilTrue(
                expression, patience, () -> evaluate("!!(" + expression + ")").asBoolean());
    }

    /** Moves the mouse to a point of the window and presses its button, as a person would. */
    public void click(double x, double y) {
        for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
            devTools.call(
                    "Input.dispatchMouseEvent",
                    JSON.createObjectNode()
                            .put("type", type)
                            .put("x", x)
                            .put("y", y)
                            .put("button", type.equals("mouseMoved") ? "none" : "left")
                            .put("clickCount", type.equals("mouseMoved") ? 0 : 1));
        }
    }

    /** Writes the whole page, also what is below the window's end, to {@code target/screenshots}. */
    public void screenshot(String name) throws IOException {
        picture(Path.of("target", "screenshots", name + ".png"), JSON.createObjectNode());
    }

    /** Writes the page's upper part, as wide as it is, to a file. */
    public void picture(Path file, int height) throws IOException {
        ObjectNode parameters = JSON.createObjectNode();
        parameters
                .putObject("clip")
                .put("x", 0)
                .put("y", 0)
                .put("width", evaluate("document.documentElement.clientWidth").asInt())
                .put("height", height)
                .put("scale", 1);
        picture(file, parameters);
    }

    private void picture(Path file, ObjectNode parameters) throws IOException {
        JsonNode picture = devTools.call("Page.captureScreenshot", parameters.put("captureBeyondViewport", true));
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(picture.get("data").asText()));
    }

    /** What went wrong in the page: exceptions, and what its security policy forbade. */
    public List<String> complaints() {
        synchronized (complaints) {
            return List.copyOf(complaints);
        }
    }

    /** The addresses of all that was asked for. */
    public List<String> requests() {
        synchronized (complaints) {
            return List.copyOf(requests);
        }
    }

    @Override
    public void close() {
        try {
            devTools.call("Browser.close", JSON.createObjectNode()); // it ends its many processes itself
        } catch (CompletionException gone) {
            // before it had answered
        }
        devTools.close();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
