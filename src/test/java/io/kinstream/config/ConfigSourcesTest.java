package io.kinstream.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where settings come from. */
class ConfigSourcesTest {

    @Test
    void theEnvironmentOverridesTheFileAndTheCommandLineOverridesBoth() throws ConfigProblems {
        Map<String, String> file =
                Map.of("model.layers", "2,1", "model.seed", "1", "loss.margin", "1", "kafka.client.rack", "a");
        Map<String, String> environment =
                Map.of("KINSTREAM_MODEL_SEED", "2", "KINSTREAM_LOSS_MARGIN", "2", "KINSTREAM_KAFKA_CLIENT_RACK", "b");

        KinstreamConfig config = KinstreamConfig.load(file, environment, Map.of("loss.margin", "3"));

        assertEquals(2, config.architecture().inputs());
        assertEquals(2, config.learnerSettings().seed());
        assertEquals(3, config.loss().margin());
        assertEquals("b", config.kafka().get("client.rack"));
    }

    @Test
    void otherVariablesAndThoseOfTheLauncherAreIgnored() throws ConfigProblems {
        Map<String, String> environment = Map.of(
                "PATH", "/bin",
                "KINSTREAM_HEAP", "2g",
                "KINSTREAM_JAVA_OPTS", "-Xint",
                "KINSTREAM_HOME", "/opt/kinstream",
                "MODEL_SEED", "9");

        KinstreamConfig config = KinstreamConfig.load(Map.of("model.layers", "2,1"), environment, Map.of());

        assertEquals(1, config.learnerSettings().seed());
    }

    @Test
    void aFileIsReadAsUtf8(@TempDir Path directory) throws IOException, ConfigProblems {
        Path file = Files.writeString(directory.resolve("k.properties"), "model.layers=4,2\nstate.dir=/données\n");
        assertEquals(Path.of("/données").toString(), stateDir(file));
    }

    @Test
    void aFileThatCannotBeReadIsAProblem(@TempDir Path directory) throws IOException {
        Path missing = directory.resolve("missing.properties");
        Path malformed = Files.writeString(directory.resolve("malformed.properties"), "a=\\u12");
        Path latin = Files.write(directory.resolve("latin.properties"), "a=é".getBytes(StandardCharsets.ISO_8859_1));
        for (Path file : List.of(missing, malformed, latin, directory)) {
            ConfigProblems problems =
                    assertThrows(ConfigProblems.class, () -> KinstreamConfig.load(file, Map.of(), Map.of()));
            assertTrue(
                    problems.getMessage().startsWith("configuration file must be a readable properties file in UTF-8"),
                    problems.getMessage());
        }
    }

    private static String stateDir(Path file) throws ConfigProblems {
        return KinstreamConfig.load(file, Map.of(), Map.of()).stateDir().toString();
    }
}
