package io.kinstream.cli;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.nn.BlasKernel;
import io.kinstream.stream.Parting;
import io.kinstream.stream.Verification;
import io.kinstream.wire.CorruptDataException;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.NpzModel;
import io.kinstream.wire.WeightsDifference;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Replays the training log, and says whether it gives the weights that were published. */
@Command(
        name = "verify",
        description =
                "Replays the training log (in direct mode: pairs), and compares the weights with each version that"
                        + " can still be read, bit by bit. Exit code 0: the same, 1: not, or it cannot be said.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--from",
            paramLabel = "SNAPSHOT.npz",
            description = "Start from a model that was exported, not from the seed and the first record of the log.")
    private Path from;

    @Option(
            names = "--against",
            paramLabel = "SNAPSHOT.npz",
            description = "Compare with a model that was exported, not with those that are published.")
    private Path against;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        KinstreamConfig loaded = config.load(Map.of());
        Optional<ModelSnapshot> start = from == null ? Optional.empty() : Optional.of(read(from));
        Optional<ModelSnapshot> target = against == null ? Optional.empty() : Optional.of(read(against));
        Lines lines = new Lines(
                start.map(model -> from + ", " + version(model.manifest())).orElse("the seed"),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
        Verification verification = new Verification(loaded, lines);
        Optional<Parting> parting =
                target.isPresent() ? verification.against(target.get(), start) : verification.againstPublished(start);
        parting.ifPresentOrElse(lines::parted, lines::allTheSame);
        return parting.isPresent() ? 1 : 0;
    }

    private static ModelSnapshot read(Path file) throws IOException {
        try {
            return NpzModel.read(Files.readAllBytes(file));
        } catch (CorruptDataException e) {
            throw new IOException(file + " must be a model as `model export` writes it, but: " + e.getMessage(), e);
        }
    }

    private static String version(ModelManifest model) {
        return format("version %,d", model.modelVersion());
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** A line for each thing found; how far a long replay has come is told beside. */
    private static final class Lines implements Verification.Listener {

        private static final long NANOS_BETWEEN_LINES = 10_000_000_000L;

        private final String start;
        private final PrintWriter out;
        private final PrintWriter err;
        private long lastLine = System.nanoTime();
        private int versions;

        Lines(String start, PrintWriter out, PrintWriter err) {
            this.start = start;
            this.out = out;
            this.err = err;
        }

        @Override
        public void started(String topic, long logOffset) {
            out.println(format("Replaying %s from offset %,d, starting with %s", topic, logOffset, start));
            out.println("Matrix products: " + BlasKernel.describe());
            out.flush();
        }

        @Override
        public void replayed(long logOffset) {
            if (System.nanoTime() - lastLine >= NANOS_BETWEEN_LINES) {
                lastLine = System.nanoTime();
                err.println(format("replayed to log offset %,d", logOffset));
                err.flush();
            }
        }

        @Override
        public void same(ModelManifest model) {
            versions++;
            out.println(place(model) + ": same bits");
            out.flush();
        }

        @Override
        public void passedOver(ModelManifest model, String reason) {
            out.println(version(model) + " is passed over: it " + reason);
        }

        void allTheSame() {
            out.println(format("All versions compared, %,d, are the same to the last bit.", versions));
        }

        void parted(Parting parting) {
            out.println(place(parting.parted()) + ": NOT the same");
            out.println();
            out.println(parting.agreed()
                    .map(model -> "The last that agreed: " + place(model) + ".")
                    .orElse("None agreed; the replay started with the seed."));
            out.println(range(parting));
            out.println(parting.difference()
                    .map(Lines::weights)
                    .orElse("The weights are the same, but stand for other records of the log."));
            out.println("What may be the cause:");
            parting.causes().forEach(cause -> out.println("- " + cause));
        }

        private static String place(ModelManifest model) {
            return version(model)
                    + format(" at log offset %,d", model.logOffset().orElseThrow());
        }

        private static String range(Parting parting) {
            return parting.begin() == parting.end()
                    ? "No record of the log lies between: one of the two was changed after it was made."
                    : format(
                            "They part between log offset %,d and %,d; there the replay has learned %,d pairs, %,d more"
                                    + " are pending.",
                            parting.begin(), parting.end() - 1, parting.replayedPairs(), parting.pendingPairs());
        }

        private static String weights(WeightsDifference difference) {
            return format(
                    "%,d of %,d weights differ.%n  The first: %s.%n  The greatest difference, %.3g: %s.",
                    difference.differing(),
                    difference.weights(),
                    difference.first(),
                    difference.greatest().distance(),
                    difference.greatest());
        }
    }
}
