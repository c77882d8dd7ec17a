package io.kinstream.cli;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.local.Dataset;
import io.kinstream.local.DatasetGuide;
import io.kinstream.local.DemoReport;
import io.kinstream.local.MnistDataset;
import io.kinstream.nn.BlasKernel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job on real digits, on a real broker in this process. */
@Command(
        name = "demo",
        description = "Runs the main job here: a real broker, real digits, labelled pairs in, embeddings out.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--pairs",
            defaultValue = "100000",
            converter = Converters.Count.class,
            description = "How many pairs to learn. Default: ${DEFAULT-VALUE}.")
    private long pairs;

    @Option(
            names = "--dataset",
            paramLabel = "NAME|DIR",
            defaultValue = "mnist",
            description = "mnist, or a directory with four IDX files named like MNIST's. Default: ${DEFAULT-VALUE}.")
    private String dataset;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the figures as JSON.")
    private Path report;

    @Option(names = "--exit", description = "End when the figures are there, instead of running on.")
    private boolean exit;

    @Option(
            names = "--port",
            defaultValue = "0",
            converter = Converters.Port.class,
            description = "Port of the broker on 127.0.0.1. Default: any free one.")
    private int port;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where data is kept, so that an interrupted demo goes on. Default: data/demo.")
    private Path dataDir;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Dataset items = dataset.equals("mnist") ? MnistDataset.bundled() : MnistDataset.load(Path.of(dataset));
        config.loadOr(defaults(items), Map.of()); // what is wrong is said before anything is started
        DemoDirectory directory =
                DemoDirectory.open(Optional.ofNullable(dataDir).orElse(ConfigOption.data("demo")));
        out.println((directory.resumed() ? "Going on with the demo in " : "Starting a demo in ") + directory.path());
        try (Termination termination = new Termination();
                Embedded broker = Embedded.start(directory.path(), port)) {
            KinstreamConfig loaded = config.loadOr(defaults(items), broker.overrides());
            broker.createTopics(loaded);
            try (Service service = new Service(loaded, new DatasetGuide(items))) {
                out.println("Kafka broker at " + broker.bootstrapServers());
                service.httpAddress(loaded).ifPresent(address -> out.println("Watch it learn at " + address));
                out.println("Matrix products: " + BlasKernel.describe());
                Optional<DemoReport> figures = new Demo(loaded, service, items, pairs, termination, out).run();
                if (figures.isPresent()) {
                    directory.finished();
                    if (report != null) {
                        figures.get().write(report);
                    }
                    if (!exit) {
                        out.println("Still running: send your own features and pairs. Ctrl-C ends it.");
                        out.flush();
                        service.run(termination, out, out::println);
                    }
                }
            }
        }
        return 0;
    }

    /** What the demo sets where no configuration file is given: layers that fit the items, and frequent versions. */
    private static Map<String, String> defaults(Dataset items) {
        Map<String, String> defaults = new HashMap<>();
        defaults.put("model.layers", items.inputs() + ",256,32");
        defaults.put("publish.interval.ms", "1000");
        return defaults;
    }
}
