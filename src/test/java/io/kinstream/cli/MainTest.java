package io.kinstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.stream.TopicProblems;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {

    @TempDir
    private Path directory;

    private final StringWriter errors = new StringWriter();

    /** A command that ends as it is told. */
    @Command(name = "end")
    record End(Exception problem) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw problem;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "walk",
                "run --fast",
                "demo --pairs 0",
                "demo --pairs many",
                "demo --port 65536",
                "run --embedded --port -1",
                "model export",
                "topics"
            })
    void wrongUsageEndsWith2AndShowsTheUsage(String arguments) {
        assertEquals(2, execute(arguments.split(" ")));
        assertTrue(errors.toString().contains("Usage: kinstream"), errors.toString());
    }

    @Test
    void aNumberOutOfRangeIsToldItsRange() {
        execute("demo", "--pairs", "0");
        assertTrue(errors.toString().contains("'--pairs'"), errors.toString());
        assertTrue(errors.toString().contains("must be a whole number >= 1, but was 0"), errors.toString());
    }

    @Test
    void allConfigurationProblemsAreListedAndNothingIsStarted() throws IOException {
        Path file = Files.writeString(directory.resolve("wrong.properties"), """
                model.layers=784
                train.batch.size=0
                train.lingr.ms=5
                """);
        Path data = directory.resolve("data");
        int exitCode =
                execute("run", "--embedded", "--port", "0", "--data-dir", data.toString(), "--config", "" + file);
        assertEquals(2, exitCode);
        for (String problem : List.of("model.layers must be", "train.batch.size must be", "train.lingr.ms")) {
            assertTrue(errors.toString().contains(problem), errors.toString());
        }
        assertFalse(errors.toString().contains("\tat "), errors.toString());
        assertFalse(Files.exists(data));
    }

    @Test
    void aDemoWithAWrongConfigurationTouchesNothing() throws IOException {
        Path file = Files.writeString(directory.resolve("wrong.properties"), "model.layers=784,32\nhttp.port=http\n");
        Path data = directory.resolve("data");
        assertEquals(2, execute("demo", "--data-dir", data.toString(), "--config", file.toString()));
        assertTrue(errors.toString().contains("http.port must be"), errors.toString());
        assertFalse(Files.exists(data));
    }

    @Test
    void topicProblemsAreUsage() {
        assertEquals(2, end(new TopicProblems(List.of("one", "two"))));
        assertTrue(errors.toString().contains("one") && errors.toString().contains("two"), errors.toString());
    }

    @Test
    void whatAUserCanMendIsSaidWithoutAStackTrace() {
        for (Exception problem : List.of(
                new IOException("the disk is full"),
                new TimeoutException("no broker answers"),
                new UncheckedIOException("state.dir cannot be written", new IOException()),
                new Termination.Failed(new IllegalStateException("outer", new IOException("the log is gone"))))) {
            assertEquals(1, end(problem));
        }
        assertEquals("""
                kinstream: the disk is full
                kinstream: no broker answers
                kinstream: state.dir cannot be written
                kinstream: stopped: the log is gone
                """, errors.toString().replace(System.lineSeparator(), "\n"));
    }

    @Test
    void aProblemOfAFileSaysMoreThanItsName() {
        assertEquals(1, end(new NoSuchFileException("/nowhere/model.npz")));
        assertTrue(errors.toString().contains("NoSuchFileException"), errors.toString());
    }

    @Test
    void ourOwnFaultsShowWhereTheyAre() {
        assertEquals(1, end(new NullPointerException("model")));
        assertTrue(errors.toString().contains("\tat io.kinstream.cli.MainTest"), errors.toString());
    }

    @Test
    void theVersionIsShown() {
        StringWriter out = new StringWriter();
        assertEquals(0, Main.commandLine().setOut(new PrintWriter(out)).execute("--version"));
        assertTrue(out.toString().startsWith("kinstream "), out.toString());
    }

    private int execute(String... arguments) {
        return execute(Main.commandLine(), arguments);
    }

    private int end(Exception problem) {
        return execute(Main.commandLine().addSubcommand(new End(problem)), "end");
    }

    private int execute(CommandLine commandLine, String... arguments) {
        return commandLine.setErr(new PrintWriter(errors, true)).execute(arguments);
    }
}
