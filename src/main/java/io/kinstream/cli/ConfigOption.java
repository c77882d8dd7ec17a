package io.kinstream.cli;

import io.kinstream.config.ConfigProblems;
import io.kinstream.config.KinstreamConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the configuration file, shared by the commands. */
final class ConfigOption {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Properties file; environment variables override it (KINSTREAM_MODEL_LAYERS is model.layers). "
                            + "Default: config/kinstream.properties of the installation; the demo has settings of its own.")
    private Path file;

    /**
     * @param overrides keys that win over file and environment
     * @throws ConfigProblems listing all that is wrong
     */
    KinstreamConfig load(Map<String, String> overrides) throws ConfigProblems {
        return KinstreamConfig.load(file(), System.getenv(), overrides);
    }

    /** The file named, or that of the installation. */
    private Path file() {
        return Optional.ofNullable(file).orElseGet(() -> home().resolve("config/kinstream.properties"));
    }

    /** The configuration from a file named, or from the environment and the defaults alone. */
    KinstreamConfig loadOr(Map<String, String> defaults, Map<String, String> overrides) throws ConfigProblems {
        return file == null
                ? KinstreamConfig.load(defaults, System.getenv(), overrides)
                : KinstreamConfig.load(file, System.getenv(), overrides);
    }

    /** Where the launcher found the program; the working directory without it. */
    static Path home() {
        return Path.of(System.getProperty("kinstream.home", "."));
    }

    /** Where local data goes unless said otherwise. */
    static Path data(String name) {
        return home().resolve("data").resolve(name).normalize();
    }
}
