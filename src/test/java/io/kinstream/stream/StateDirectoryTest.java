package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kinstream.config.KinstreamConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

    @TempDir
    Path directory;

    private KinstreamConfig config;
    private Path application;

    @BeforeEach
    void someTasksHaveState() throws Exception {
        config = TestConfig.of("state.dir", directory.toString(), "roles", "train");
        application = directory.resolve("kinstream-train");
        for (String task : List.of("1_0", "1_11")) {
            Files.createDirectories(application.resolve(task).resolve("rocksdb"));
            Files.createFile(application.resolve(task).resolve("rocksdb").resolve("CURRENT"));
        }
        Files.createFile(application.resolve("kafka-streams-process-metadata"));
    }

    @Test
    void afterAKillTheStateOfTasksIsDeletedAndTheNameOfTheProcessStays() throws Exception {
        Files.writeString(directory.resolve("kinstream-train.lock"), "4711"); // as the killed one leaves it
        new StateDirectory(config).close();
        assertEquals(List.of("kafka-streams-process-metadata"), entries());
    }

    @Test
    void afterAnEndInOrderTheStateOfTasksStays() throws Exception {
        new StateDirectory(config).close();
        new StateDirectory(config).close();
        assertEquals(List.of("1_0", "1_11", "kafka-streams-process-metadata"), entries());
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> files = Files.list(application)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
