package io.kinstream.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** kcat (Debian package {@code kcat}), a Kafka client that is not Java: what it can do, a user can. */
public final class Kcat {

    private final String bootstrapServers;

    /** Skips the test where kcat is not installed, and fails it where it must be, under {@code CI=true}. */
    public Kcat(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        Installed.require("kcat", "kcat");
    }

    /** Sends each line, {@code key:value}. */
    public void produceLines(String topic, Stream<String> lines, String... options) {
        run(lines.map(line -> line + "\n").toList(), produce(topic, with(options, "-K:")));
    }

    /** Sends one event with a key, whatever its bytes are: kcat takes it from a file, whole. */
    public void produceBytes(String topic, String key, byte[] value, String... options) {
        run(List.of(), produce(topic, with(options, "-k", key, file(value).toString())));
    }

    /** All that is in a topic now, in kcat's output format, line by line. */
    public List<String> consume(String topic, String format) {
        String output = run(List.of(), List.of("-C", "-t", topic, "-o", "beginning", "-e", "-q", "-f", format + "\n"));
        return output.lines().toList();
    }

    private static Path file(byte[] content) {
        try {
            return Files.write(Files.createTempFile(Path.of("target"), "event-", ".bin"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> produce(String topic, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("-P", "-t", topic));
        arguments.addAll(options);
        return arguments;
    }

    private static List<String> with(String[] options, String... last) {
        return Stream.concat(Arrays.stream(options), Arrays.stream(last)).toList();
    }

    /** Bytes that are no text come out as Latin-1, one character each. */
    private String run(List<String> input, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("kcat", "-b", bootstrapServers));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (OutputStream stream = process.getOutputStream()) {
                for (String line : input) {
                    stream.write(line.getBytes(StandardCharsets.UTF_8));
                }
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertEquals(0, process.waitFor(), "exit code of " + command);
            return output;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(command + " failed", e);
        }
    }
}
