package io.kinstream.cli;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.stream.Parting;
import io.kinstream.stream.Verification;
import io.kinstream.wire.CorruptDataException;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.NpzModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        VerificationLines lines = new VerificationLines(
                start.map(model -> from.toString()).orElse("the seed"),
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
}
