package io.kinstream.cli;

import io.kinstream.bench.Bench;
import io.kinstream.bench.Report;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all measurements have in common: a directory to measure in, and a report. */
abstract class BenchMeasurement implements Callable<Integer> {

    @Option(names = "--report", paramLabel = "FILE", description = "Write the figures as JSON.")
    private Path report;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            converter = Converters.Rounds.class,
            description = "How often each thing is measured. Default: ${DEFAULT-VALUE}.")
    int rounds;

    @Spec
    private CommandSpec spec;

    /** Measures, and adds the figures. */
    abstract void measure(Bench bench, Report figures) throws Exception;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path data = Files.createDirectories(ConfigOption.data("bench"));
        Bench bench = new Bench(Files.createTempDirectory(data, spec.name() + "-"), Main.class.getName(), out);
        Report figures = Report.ofThisMachine();
        out.println("Measuring in " + bench.directory() + ", which may take minutes and some GB");
        out.flush();
        measure(bench, figures);
        figures.print(out);
        if (report != null) {
            figures.write(report);
        }
        bench.delete(); // what failed before stays there to be looked at
        return 0;
    }
}
