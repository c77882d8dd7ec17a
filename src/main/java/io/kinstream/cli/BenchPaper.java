package io.kinstream.cli;

import io.kinstream.bench.Bench;
import io.kinstream.bench.Report;
import io.kinstream.paper.Background;
import io.kinstream.paper.Materials;
import io.kinstream.paper.Outcome;
import io.kinstream.paper.OutcomeTable;
import io.kinstream.paper.PaperBench;
import io.kinstream.paper.PaperExperiment;
import io.kinstream.paper.PaperPage;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The experiments of the paper the method comes from. */
@Command(
        name = "paper",
        description =
                "Repeats the experiments of Hadsell, Chopra and LeCun (CVPR 2006) on a stream, beside PCA and LLE.",
        mixinStandardHelpOptions = true)
final class BenchPaper implements Callable<Integer> {

    @Parameters(
            paramLabel = "EXPERIMENT",
            arity = "0..*",
            converter = Experiment.class,
            description =
                    "1: 4s and 9s by their neighbours. 2a: shifted digits by their neighbours. 2b: the same, told that "
                            + "shifts mean nothing. 3: a lit object on a turntable. Default: all.")
    private List<PaperExperiment> experiments = List.of(PaperExperiment.values());

    @Option(
            names = "--background",
            defaultValue = "easy",
            converter = Scene.class,
            description = "Of experiment 3: easy, black; or hard, lit like the object. Default: ${DEFAULT-VALUE}.")
    private Background background;

    @Option(
            names = "--pairs",
            converter = Converters.Count.class,
            description = "Pairs to learn. Default: 100000 (1), 300000 (2a, 2b), 217470 (3), 1000000 (3, hard).")
    private Long pairs;

    @Option(
            names = "--seed",
            defaultValue = "1",
            converter = Converters.Count.class,
            description = "Of the pairs, the first weights and the split of experiment 3. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--rounds",
            defaultValue = "1",
            converter = Converters.Rounds.class,
            description = "How many seeds, from that one on. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--mnist",
            paramLabel = "DIR",
            description =
                    "The four IDX files of the whole of MNIST. Default: the 10,000 training digits that come with it.")
    private Path mnist;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the figures as JSON.")
    private Path report;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with figures and maps.")
    private Path html;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path data = Files.createDirectories(ConfigOption.data("bench"));
        Bench bench = new Bench(Files.createTempDirectory(data, "paper-"), Main.class.getName(), out);
        Report figures = Report.ofThisMachine();
        bench.say("Learning in %s, which takes minutes and some GB", bench.directory());
        List<Outcome> outcomes = new ArrayList<>();
        for (PaperExperiment experiment : experiments) {
            Materials materials = new Materials(Optional.ofNullable(mnist), background);
            long count = pairs == null ? experiment.pairs(background) : pairs;
            Outcome outcome = new PaperBench(bench).run(experiment, materials, count, seed, rounds);
            OutcomeTable.print(outcome, out);
            outcomes.add(outcome);
        }
        write(figures, outcomes);
        bench.delete(); // what failed before stays there to be looked at
        return 0;
    }

    private void write(Report figures, List<Outcome> outcomes) throws Exception {
        if (outcomes.size() == 1) { // with more of them, one name would mean several figures
            outcomes.get(0).figures().forEach(figures::detail);
        }
        figures.detail("experiments", outcomes.stream().map(Outcome::content).toList());
        if (report != null) {
            figures.write(report);
        }
        if (html != null) {
            new PaperPage(outcomes).write(html);
        }
    }

    /** An experiment by the paper's number. */
    static final class Experiment implements ITypeConverter<PaperExperiment> {
        @Override
        public PaperExperiment convert(String text) {
            return Arrays.stream(PaperExperiment.values())
                    .filter(experiment -> experiment.key().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("must be "
                            + Arrays.stream(PaperExperiment.values())
                                    .map(PaperExperiment::key)
                                    .collect(Collectors.joining(", "))
                            + ", but was " + text));
        }
    }

    /** A background by its name. */
    static final class Scene implements ITypeConverter<Background> {
        @Override
        public Background convert(String text) {
            return Arrays.stream(Background.values())
                    .filter(background ->
                            background.name().toLowerCase(Locale.ROOT).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("must be easy or hard, but was " + text));
        }
    }
}
