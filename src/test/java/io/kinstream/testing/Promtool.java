package io.kinstream.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** promtool, which comes with Prometheus (Debian package {@code prometheus}): what it accepts, Prometheus does. */
public final class Promtool {

    /** Skips the test where promtool is not installed, and fails it where it must be, under {@code CI=true}. */
    public Promtool() {
        Installed.require("promtool", "prometheus");
    }

    /** Runs it, and fails with all that it says if it is not content. */
    public void accepts(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), command + ": " + output);
    }
}
