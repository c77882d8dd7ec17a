package io.kinstream.cli;

import io.kinstream.stream.ModelReader;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.NpzModel;
import io.kinstream.wire.SnapshotCodec;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The newest published model. */
@Command(
        name = "model",
        description = "Shows or exports the newest published model, or replays how it came to be.",
        mixinStandardHelpOptions = true,
        subcommands = {ModelCommand.Show.class, ModelCommand.Export.class, VerifyCommand.class})
final class ModelCommand {

    private ModelCommand() {}

    private abstract static class OnNewest implements Callable<Integer> {

        @Mixin
        private ConfigOption config;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws Exception {
            PrintWriter out = spec.commandLine().getOut();
            SnapshotCodec.Assembly found = new ModelReader(config.load(Map.of())).newest();
            if (found instanceof SnapshotCodec.Complete complete) {
                act(complete.snapshot(), out);
                return 0;
            }
            String problem = found instanceof SnapshotCodec.Incomplete incomplete
                    ? incomplete.missing()
                    : ((SnapshotCodec.Corrupt) found).problem();
            spec.commandLine().getErr().println("kinstream: there is no complete model: " + problem);
            return 1;
        }

        abstract void act(ModelSnapshot model, PrintWriter out) throws Exception;
    }

    @Command(name = "show", description = "Prints the manifest as JSON.", mixinStandardHelpOptions = true)
    static final class Show extends OnNewest {
        @Override
        void act(ModelSnapshot model, PrintWriter out) {
            out.println(new String(model.manifest().toJson(), StandardCharsets.UTF_8));
        }
    }

    @Command(
            name = "export",
            description =
                    "Writes manifest and weights to a file that NumPy reads (.npz): w0 [inputs x outputs], b0, w1, …",
            mixinStandardHelpOptions = true)
    static final class Export extends OnNewest {

        @Parameters(paramLabel = "FILE", description = "The file to write; replaced if it is there.")
        private Path file;

        @Override
        void act(ModelSnapshot model, PrintWriter out) throws Exception {
            try (OutputStream bytes = Files.newOutputStream(file)) {
                NpzModel.write(model, bytes);
            }
            out.println("wrote version " + model.manifest().modelVersion() + " to " + file);
        }
    }
}
