package io.kinstream.cli;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.nn.BlasKernel;
import io.kinstream.page.ItemGuide;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The job, on the user's cluster or on a broker of its own. */
@Command(
        name = "run",
        description = "Runs the job on your cluster, or with --embedded on a real broker in this process.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--embedded",
            description = "Start a real Kafka broker here, for other programs on this machine too.")
    private boolean embedded;

    @Option(
            names = "--port",
            defaultValue = "9092",
            converter = Converters.Port.class,
            description = "Port of the embedded broker on 127.0.0.1, 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where the embedded broker and the job keep their data between runs. Default: data/embedded.")
    private Path dataDir;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        KinstreamConfig checked = config.load(Map.of()); // before anything is started
        try (Termination termination = new Termination();
                Embedded broker = embedded ? Embedded.start(directory(), port) : null) {
            KinstreamConfig loaded = broker == null ? checked : config.load(broker.overrides());
            LOG.info("Configuration:\n{}", loaded.describe());
            LOG.info("Matrix products: {}", BlasKernel.describe());
            if (broker != null) {
                LOG.info("Kafka broker at {}, its data in {}", broker.bootstrapServers(), directory());
                broker.createTopics(loaded);
            }
            try (Service service = new Service(loaded, ItemGuide.NONE)) {
                service.httpAddress(loaded).ifPresent(address -> LOG.info("Listening on {}", address));
                LOG.info("Running; Ctrl-C stops it.");
                service.run(termination, spec.commandLine().getOut(), LOG::info);
                LOG.info("Stopping.");
            }
        }
        return 0;
    }

    private Path directory() {
        return Optional.ofNullable(dataDir).orElseGet(() -> ConfigOption.data("embedded"));
    }
}
