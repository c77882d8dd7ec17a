package io.kinstream.cli;

import io.kinstream.bench.Bench;
import io.kinstream.bench.Report;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All measurements, one after the other, in one report. */
@Command(
        name = "all",
        description = "Measures all of it, one after the other, for one report.",
        mixinStandardHelpOptions = true)
final class BenchAll extends BenchMeasurement {

    @Option(
            names = "--python",
            defaultValue = "python3",
            description = "The interpreter with torch and confluent_kafka. Default: ${DEFAULT-VALUE}.")
    private String python;

    @Override
    void measure(Bench bench, Report figures) throws Exception {
        BenchCommand.Peer peer = new BenchCommand.Peer();
        Map<String, BenchMeasurement> parts = new LinkedHashMap<>();
        parts.put("peer", peer); // what it needs may be missing: that is said first
        parts.put("learner", new BenchCommand.Learner());
        parts.put("pipeline", new BenchCommand.Pipeline());
        parts.put("embed", new BenchCommand.Embed());
        parts.put("start", new BenchCommand.Start());
        parts.put("recovery", new BenchCommand.Recovery());
        for (Map.Entry<String, BenchMeasurement> part : parts.entrySet()) {
            new CommandLine(part.getValue())
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .parseArgs("--rounds=" + rounds); // the rest as it is by default
            peer.python = python;
            Bench own = bench.part(part.getKey());
            part.getValue().measure(own, figures);
            own.delete();
        }
    }
}
