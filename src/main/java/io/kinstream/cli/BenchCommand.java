package io.kinstream.cli;

import io.kinstream.bench.Bench;
import io.kinstream.bench.ChangingStream;
import io.kinstream.bench.DriftBench;
import io.kinstream.bench.EmbedBench;
import io.kinstream.bench.GridBench;
import io.kinstream.bench.GrowthBench;
import io.kinstream.bench.LearnerBench;
import io.kinstream.bench.PeerBench;
import io.kinstream.bench.PipelineBench;
import io.kinstream.bench.PipelineWay;
import io.kinstream.bench.RecoveryBench;
import io.kinstream.bench.Report;
import io.kinstream.bench.ReportTable;
import io.kinstream.bench.StartBench;
import io.kinstream.learn.ReplaySettings;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The measurements of the README. */
@Command(
        name = "bench",
        description = "Measures what the README says, on a broker in this process.",
        mixinStandardHelpOptions = true,
        subcommands = {
            BenchCommand.Learner.class,
            BenchCommand.Pipeline.class,
            BenchCommand.Embed.class,
            BenchCommand.Recovery.class,
            BenchCommand.Peer.class,
            BenchCommand.Start.class,
            BenchCommand.Growth.class,
            BenchCommand.Grid.class,
            BenchCommand.Drift.class,
            BenchPaper.class,
            BenchAll.class,
            BenchCommand.Table.class
        })
final class BenchCommand {

    private BenchCommand() {}

    /** Pairs in memory. */
    @Command(
            name = "learner",
            description = "Measures learning pairs in memory, by one thread, without Kafka.",
            mixinStandardHelpOptions = true)
    static final class Learner extends BenchMeasurement {
        @Override
        void measure(Bench bench, Report figures) throws Exception {
            new LearnerBench(bench).run(figures, rounds);
        }
    }

    /** From the topic to committed weights. */
    @Command(
            name = "pipeline",
            description = "Measures from a loaded topic to committed weights, exactly once.",
            mixinStandardHelpOptions = true)
    static final class Pipeline extends BenchMeasurement {

        @Option(
                names = "--pairs",
                defaultValue = "300000",
                converter = Converters.Count.class,
                description = "Pairs that time is taken for. Default: ${DEFAULT-VALUE}.")
        private long pairs;

        @Option(
                names = "--warm-up",
                defaultValue = "200000",
                converter = Converters.Count.class,
                description = "Pairs that are learned before. Default: ${DEFAULT-VALUE}.")
        private long warmUp;

        @Option(
                names = "--ways",
                split = ",",
                defaultValue = "direct_binary,direct_json,log_binary,log_json,by_id",
                description = "Which ways are measured. Default: ${DEFAULT-VALUE}.")
        private List<PipelineWay> ways;

        @Override
        void measure(Bench bench, Report figures) throws Exception {
            new PipelineBench(bench).run(figures, new TreeSet<>(ways), rounds, pairs, warmUp);
        }
    }

    /** From features to embeddings. */
    @Command(
            name = "embed",
            description = "Measures embedding, events a second and, while training runs, milliseconds an event.",
            mixinStandardHelpOptions = true)
    static final class Embed extends BenchMeasurement {

        @Option(
                names = "--events",
                defaultValue = "1500000",
                converter = Converters.Count.class,
                description = "Feature events for throughput, two thirds to warm up. Default: ${DEFAULT-VALUE}.")
        private long events;

        @Option(
                names = "--seconds",
                defaultValue = "20",
                converter = Converters.Rounds.class,
                description = "How long latency is taken for. Default: ${DEFAULT-VALUE}.")
        private int seconds;

        @Option(
                names = "--pairs",
                defaultValue = "2000000",
                converter = Converters.Count.class,
                description = "Pairs to learn meanwhile, more than are. Default: ${DEFAULT-VALUE}.")
        private long pairs;

        @Override
        void measure(Bench bench, Report figures) throws Exception {
            new EmbedBench(bench).run(figures, rounds, events, seconds, pairs);
        }
    }

    /** From {@code kill -9} to the next learned pair. */
    @Command(
            name = "recovery",
            description = "Measures the time from kill -9 of the trainer to the next learned pair.",
            mixinStandardHelpOptions = true)
    static final class Recovery extends BenchMeasurement {

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

        @Override
        void measure(Bench bench, Report figures) throws Exception {
            new RecoveryBench(bench).run(figures, few, many, rounds);
        }
    }

    /** Beside a consumer with PyTorch. */
    @Command(
            name = "peer",
            description = "Measures Kinstream beside a consumer with PyTorch on the same topic.",
            mixinStandardHelpOptions = true)
    static final class Peer extends BenchMeasurement {

        @Option(
                names = "--pairs",
                defaultValue = "500000",
                converter = Converters.Count.class,
                description = "Pairs on each topic, the first half to warm up. Default: ${DEFAULT-VALUE}.")
        private long pairs;

        @Option(
                names = "--python",
                defaultValue = "python3",
                description = "The interpreter with torch and confluent_kafka. Default: ${DEFAULT-VALUE}.")
        String python;

        @Override
        void measure(Bench bench, Report figures) throws Exception {
            new PeerBench(bench, python).run(figures, rounds, pairs);
        }
    }

    /** From nothing to the first learned pair. */
    @Command(
            name = "start",
            description = "Measures a cold run --embedded up to the first learned pair.",
            mixinStandardHelpOptions = true)
    static final class Start extends BenchMeasurement {
        @Override
        void measure(Bench bench, Report figures) throws Exception {
            new StartBench(bench, ConfigOption.home().resolve("bin/kinstream")).run(figures, rounds);
        }
    }

    /** After many pairs and with many items. */
    @Command(
            name = "growth",
            description = "Measures whether a pair costs more after many pairs or with many items.",
            mixinStandardHelpOptions = true)
    static final class Growth extends BenchMeasurement {

        @Option(
                names = "--pairs",
                defaultValue = "1000000",
                converter = Converters.Count.class,
                description = "Pairs that are learned. Default: ${DEFAULT-VALUE}.")
        private long pairs;

        @Option(
                names = "--items",
                defaultValue = "1000000",
                converter = Converters.Count.class,
                description = "Items of the job with many. Default: ${DEFAULT-VALUE}.")
        private long items;

        @Override
        void measure(Bench bench, Report figures) throws Exception {
            new GrowthBench(bench).run(figures, rounds, pairs, Math.toIntExact(items));
        }
    }

    /** How well the defaults learn. */
    @Command(
            name = "grid",
            description = "Measures how well the defaults learn streams of all kinds, beside rates tuned by hand.",
            mixinStandardHelpOptions = true)
    static final class Grid extends BenchMeasurement {

        @Option(
                names = "--pairs",
                defaultValue = "30000",
                converter = Converters.Count.class,
                description = "Pairs that each kind of stream has. Default: ${DEFAULT-VALUE}.")
        private long pairs;

        @Override
        void measure(Bench bench, Report figures) throws Exception {
            GridBench grid = new GridBench(bench);
            grid.mnist(figures, rounds);
            grid.cells(figures, Math.toIntExact(pairs), rounds);
        }
    }

    /** What a replay buffer is good for. */
    @Command(
            name = "drift",
            description =
                    "Measures how streams are learned that change, with a replay buffer and without; a round is a seed.",
            mixinStandardHelpOptions = true)
    static final class Drift extends BenchMeasurement {

        @Option(
                names = "--pairs",
                defaultValue = "20000",
                converter = Converters.Count.class,
                description = "Pairs of each of the five phases. Default: ${DEFAULT-VALUE}.")
        private long pairs;

        @Option(
                names = "--streams",
                split = ",",
                defaultValue = "steady,new_classes,more_classes,seasons,new_relation,wrong_labels,long_tail",
                description = "Which streams are learned. Default: ${DEFAULT-VALUE}.")
        private List<ChangingStream> streams;

        @Option(
                names = "--replay-pairs",
                defaultValue = "10000",
                converter = Converters.Count.class,
                description = "Pairs in the replay buffer. Default: ${DEFAULT-VALUE}.")
        private long replayPairs;

        @Option(
                names = "--replay-ratio",
                defaultValue = "1",
                description = "Stored pairs that are learned for each new one. Default: ${DEFAULT-VALUE}.")
        private float replayRatio;

        @Override
        void measure(Bench bench, Report figures) throws Exception {
            DriftBench drift = new DriftBench(bench);
            ReplaySettings replay = new ReplaySettings(Math.toIntExact(replayPairs), replayRatio);
            drift.cost(figures, rounds, replay);
            drift.streams(figures, new TreeSet<>(streams), rounds, Math.toIntExact(pairs), replay);
        }
    }

    /** The README's table. */
    @Command(
            name = "table",
            description = "Prints the README's table, in Markdown, from a report.",
            mixinStandardHelpOptions = true)
    static final class Table implements Callable<Integer> {

        @Parameters(paramLabel = "REPORT", description = "A file that --report has written.")
        private Path report;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws Exception {
            ReportTable.read(report).lines().forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().flush();
            return 0;
        }
    }
}
