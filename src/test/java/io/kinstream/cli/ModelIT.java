package io.kinstream.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kinstream.config.KinstreamConfig;
import io.kinstream.stream.ModelReader;
import io.kinstream.testing.Await;
import io.kinstream.testing.Program;
import io.kinstream.testing.SharedBroker;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.SnapshotCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class ModelIT {

    private static final Map<String, List<Integer>> ARRAYS =
            Map.of("w0.npy", List.of(4, 8), "b0.npy", List.of(8), "w1.npy", List.of(8, 2), "b1.npy", List.of(2));

    @TempDir
    private Path directory;

    @Test
    void thePublishedModelIsShownAndExported(SharedBroker.Address broker) throws Exception {
        Map<String, String> settings = Map.of(
                "application.id", "model-it",
                "topics.prefix", "model-it.",
                "model.layers", "4,8,2",
                "http.enabled", "false",
                "state.dir", directory.resolve("state").toString(),
                "kafka.bootstrap.servers", broker.bootstrapServers());
        Path config = Files.writeString(
                directory.resolve("model.properties"),
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining("\n")));

        assertEquals(1, ends(config, "there is no complete model: there is no topic model-it.models", "model", "show"));
        assertEquals(0, ends(config, "created model-it.models", "topics", "create"));
        assertEquals(1, ends(config, "there is no complete model: the manifest is missing", "model", "show"));
        ModelSnapshot published = publishedBySomeRun(config, settings);

        assertEquals(0, ends(config, "\"layers\":[4,8,2]", "model", "show"));
        Path file = directory.resolve("model.npz");
        assertEquals(0, ends(config, "wrote version 0 to " + file, "model", "export", file.toString()));
        checkArchive(file, published);
        Path nowhere = directory.resolve("nowhere").resolve("model.npz");
        assertEquals(1, ends(config, nowhere + " must be a file that can be used", "model", "export", "" + nowhere));
    }

    private static ModelSnapshot publishedBySomeRun(Path config, Map<String, String> settings) throws Exception {
        ModelReader reader = new ModelReader(KinstreamConfig.load(settings, Map.of(), Map.of()));
        try (Program program = start(config, "run")) {
            SnapshotCodec.Assembly model = Await.until(
                    "a model",
                    Duration.ofSeconds(60),
                    () -> Stream.of(reader.newest())
                            .filter(SnapshotCodec.Complete.class::isInstance)
                            .findFirst());
            program.terminate();
            return ((SnapshotCodec.Complete) model).snapshot();
        }
    }

    /** The arrays as NumPy's format 1.0 says, one after the other the weights that were published, then the statistics. */
    private static void checkArchive(Path file, ModelSnapshot published) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            JsonNode manifest = new ObjectMapper().readTree(zip.getInputStream(zip.getEntry("manifest.json")));
            assertEquals(0, manifest.get("model_version").asLong());
            assertEquals(ARRAYS.size() + 2, zip.size());
            float[] parameters = published.parameters();
            int offset = 0;
            for (String name : List.of("w0.npy", "b0.npy", "w1.npy", "b1.npy")) {
                int count = ARRAYS.get(name).stream().reduce(1, (a, b) -> a * b);
                byte[] array = zip.getInputStream(zip.getEntry(name)).readAllBytes();
                float[] expected = Arrays.copyOfRange(parameters, offset, offset + count);
                assertArrayEquals(expected, numbers(array, shape(ARRAYS.get(name))), name);
                offset += count;
            }
            assertEquals(parameters.length, offset);
            float[] statistics = published.statistics();
            byte[] array = zip.getInputStream(zip.getEntry("statistics.npy")).readAllBytes();
            assertArrayEquals(statistics, numbers(array, shape(List.of(statistics.length))));
        }
    }

    private static String shape(List<Integer> sizes) {
        return sizes.size() == 1 ? "(" + sizes.get(0) + ",)" : "(" + sizes.get(0) + ", " + sizes.get(1) + ")";
    }

    private static float[] numbers(byte[] array, String shape) {
        ByteBuffer bytes = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[8];
        bytes.get(magic);
        assertArrayEquals(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, magic);
        byte[] header = new byte[bytes.getShort()];
        bytes.get(header);
        String dictionary = new String(header, StandardCharsets.US_ASCII);
        assertTrue(dictionary.contains("'descr': '<f4', 'fortran_order': False, 'shape': " + shape), dictionary);
        assertTrue(dictionary.endsWith("\n"));
        assertEquals(0, bytes.position() % 64);
        float[] numbers = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(numbers);
        return numbers;
    }

    private static int ends(Path config, String said, String... command) throws Exception {
        try (Program program = start(config, command)) {
            int exitCode = program.waitFor();
            assertTrue(program.output().contains(said), "\"" + said + "\" must be in " + program.output());
            return exitCode;
        }
    }

    private static Program start(Path config, String... command) throws IOException {
        String[] arguments = Stream.concat(Arrays.stream(command), Stream.of("--config", config.toString()))
                .toArray(String[]::new);
        return Program.start("model", Map.of(), arguments);
    }
}
