package io.kinstream.cli;

import io.kinstream.bench.RecoveryBench;
import io.kinstream.bench.RecoveryReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The measurements of the README. */
@Command(
        name = "bench",
        description = "Measures what the README says, on a broker in this process.",
        mixinStandardHelpOptions = true,
        subcommands = BenchCommand.Recovery.class)
final class BenchCommand {

    private BenchCommand() {}

    /** From {@code kill -9} to the next learned pair. */
    @Command(
            name = "recovery",
            description = "Measures the time from kill -9 of the trainer to the next learned pair.",
            mixinStandardHelpOptions = true)
    static final class Recovery implements Callable<Integer> {

        @Option(names = "--report", paramLabel = "FILE", description = "Write the figures as JSON.")
        private Path report;

        @Option(
                names = "--rounds",
                defaultValue = "5",
                converter = Converters.Rounds.class,
                description = "Kills of each job. Default: ${DEFAULT-VALUE}.")
        private int rounds;

        @Option(
                names = "--pairs-small",
                defaultValue = "10000",
                converter = Converters.Count.class,
                description = "Pairs that one job has learned. Default: ${DEFAULT-VALUE}.")
        private long few;

        @Option(
                names = "--pairs-large",
                defaultValue = "1000000",
                converter = Converters.Count.class,
                description = "Pairs that the other job has learned. Default: ${DEFAULT-VALUE}.")
        private long many;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws Exception {
            PrintWriter out = spec.commandLine().getOut();
            Path data = Files.createDirectories(ConfigOption.data("bench"));
            Path directory = Files.createTempDirectory(data, "recovery-");
            out.println("Measuring in " + directory + ", which takes some minutes and some GB");
            RecoveryReport measured = new RecoveryBench(directory, Main.class.getName(), out).run(few, many, rounds);
            measured.print(out);
            if (report != null) {
                measured.write(report);
            }
            delete(directory); // what failed before stays there to be looked at
            return 0;
        }

        private static void delete(Path directory) throws IOException {
            try (Stream<Path> entries = Files.walk(directory)) {
                for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(entry);
                }
            }
        }
    }
}
