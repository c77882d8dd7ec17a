package io.kinstream.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged program as a child process, whose output is kept under {@code target/it-logs}. */
public final class Program implements AutoCloseable {

    private static final Duration START_WITHIN = Duration.ofSeconds(60);
    private static final Duration END_WITHIN = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;

    private final long outputStart;

    private Program(Process process, Path output, long outputStart) {
        this.process = process;
        this.output = output;
        this.outputStart = outputStart;
    }

    /**
     * Starts the program.
     *
     * @param name of the file with its output
     * @param environment added to this process's
     */
    public static Program start(String name, Map<String, String> environment, String... arguments) throws IOException {
        List<String> java = new ArrayList<>(
                List.of("--add-modules=jdk.incubator.vector", "-Xmx1g", "-jar", System.getProperty("kinstream.jar")));
        java.addAll(List.of(arguments));
        return startJava(name, environment, java);
    }

    /**
     * Starts the program, or what stands in for it.
     *
     * @param java all that follows {@code java} on the command line
     */
    public static Program startJava(String name, Map<String, String> environment, List<String> java)
            throws IOException {
        Path output = Path.of("target", "it-logs", name + ".log");
        Files.createDirectories(output.getParent());
        long outputStart = Files.exists(output) ? Files.size(output) : 0;
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(sharedClasses());
        command.addAll(java);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        return new Program(builder.start(), output, outputStart);
    }

    /** The archive that {@code bin/kinstream} starts with; a JVM whose class path is another does without. */
    private static List<String> sharedClasses() {
        Path archive = Path.of(System.getProperty("kinstream.jar"))
                .resolveSibling("kinstream-" + Runtime.version().feature() + ".jsa");
        return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off") : List.of();
    }

    /** Ends the process as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        waitFor();
    }

    /** Stops the process where it stands (SIGSTOP), without its noticing. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets a frozen process go on (SIGCONT). */
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** Has the process write what its threads do to its output (SIGQUIT). */
    public void dumpThreads() throws IOException, InterruptedException {
        signal("QUIT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        String[] command = {"kill", "-" + name, Long.toString(process.pid())};
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            fail(String.join(" ", command) + " must succeed, but ended with " + status);
        }
    }

    /** Asks the process to end as {@code kill} does (SIGTERM), and returns its exit code. */
    public int terminate() throws InterruptedException {
        askToEnd();
        return waitFor();
    }

    /** Asks the process to end as {@code kill} does (SIGTERM). */
    public void askToEnd() {
        process.destroy();
    }

    /** Waits for the process to end by itself, and returns its exit code. */
    public int waitFor() throws InterruptedException {
        return waitFor(END_WITHIN);
    }

    /** Waits for the process to end by itself, and returns its exit code. */
    public int waitFor(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            fail("the program must end within " + patience + ", but runs; its output: " + output());
        }
        return process.exitValue();
    }

    /** The process's number, for the tools of the JDK. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until the process has written {@code text}; fails at once if it ends without. */
    public void awaitOutput(String text) {
        Await.untilTrue("\"" + text + "\" in " + output, START_WITHIN, () -> {
            boolean ended = !process.isAlive();
            boolean written = output().contains(text);
            if (ended && !written) {
                fail("the program must write \"" + text + "\", but ended; its output: " + output());
            }
            return written;
        });
    }

    /** All that this process has written so far. */
    public String output() {
        try (InputStream bytes = Files.newInputStream(output)) {
            bytes.skipNBytes(outputStart);
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
