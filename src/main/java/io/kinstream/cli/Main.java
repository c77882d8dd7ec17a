package io.kinstream.cli;

import io.kinstream.config.ConfigProblems;
import io.kinstream.stream.Failure;
import io.kinstream.stream.TopicProblems;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program's entry. Exit codes: 0 done, 1 failed while running, 2 wrong usage or configuration. */
@Command(
        name = "kinstream",
        description = "Learns a similarity space from labelled pairs on Kafka, and maps features to embeddings.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DemoCommand.class, RunCommand.class, TopicsCommand.class, ModelCommand.class, BenchCommand.class
        })
public final class Main {

    /** Kept here, as java.util.logging forgets the level of a logger that nobody holds. */
    private static final Logger NETLIB = Logger.getLogger("dev.ludovic.netlib");

    private Main() {}

    public static void main(String[] args) {
        // It warns of each implementation that this machine lacks; we say which one is used, and what would be faster.
        NETLIB.setLevel(Level.OFF);
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::explain);
    }

    /** What a user can mend is said in a line or a list; only what is our own fault shows a stack trace. */
    private static int explain(Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
        if (isOurs(problem)) {
            problem.printStackTrace(command.getErr());
        } else {
            command.getErr().println("kinstream: " + message(problem));
        }
        return problem instanceof ConfigProblems || problem instanceof TopicProblems ? 2 : 1;
    }

    /** The message of an exception of files is no more than the file's name, and Kafka's clients hide why they fail. */
    private static String message(Exception problem) {
        if (problem instanceof FileSystemException file) {
            return file.getFile() + " must be a file that can be used, but was not: " + file;
        }
        String cause = Failure.message(problem);
        boolean more =
                problem instanceof KafkaException && !problem.getMessage().contains(cause);
        return more ? problem.getMessage() + ": " + cause : problem.getMessage();
    }

    /** Checked exceptions, Kafka's and those that end the applications tell of the world outside this program. */
    private static boolean isOurs(Exception problem) {
        return problem instanceof RuntimeException
                && !(problem instanceof KafkaException)
                && !(problem instanceof UncheckedIOException)
                && !(problem instanceof Termination.Failed);
    }

    /** The version the jar was built as. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"kinstream " + (version == null ? "(not packaged)" : version)};
        }
    }
}
