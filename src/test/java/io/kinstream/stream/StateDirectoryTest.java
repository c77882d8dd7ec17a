package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kinstream.config.KinstreamConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

    @Test
    void afterAnAbsenceInWhichDeletionsMayHaveBeenForgottenTheStateOfTasksIsDeleted() throws Exception {
        new StateDirectory(config).close();
        awaySince(StateDirectory.LONGEST_ABSENCE.minusMinutes(1));
        new StateDirectory(config).close();
        assertEquals(List.of("1_0", "1_11", "kafka-streams-process-metadata"), entries());

        awaySince(StateDirectory.LONGEST_ABSENCE.plusMinutes(1));
        new StateDirectory(config).close();
        assertEquals(List.of("kafka-streams-process-metadata"), entries());
    }

    private void awaySince(Duration absence) throws IOException {
        Files.setLastModifiedTime(
                directory.resolve("kinstream-train.lock"),
                FileTime.from(Instant.now().minus(absence)));
    }

    @Test
    void startsAreCountedHoweverTheyEnd() throws Exception {
        assertEquals(0, restarts());
        assertEquals(1, restarts());
        Files.writeString(directory.resolve("kinstream-train.lock"), "4711");
        assertEquals(2, restarts());
        assertEquals(0, restarts("roles", "embed"), "another role in the same directory counts its own");
        assertEquals(3, restarts());
    }

    @Test
    void aCountThatCannotBeReadBeginsAnew() throws Exception {
        restarts();
        for (String broken : List.of("", "many", "-5", "99999999999999999999")) {
            Files.writeString(directory.resolve("kinstream-train.starts"), broken);
            assertEquals(0, restarts(), broken);
        }
        assertEquals(1, restarts());
    }

    private long restarts(String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of("state.dir", directory.toString()));
        all.addAll(settings.length == 0 ? List.of("roles", "train") : List.of(settings));
        try (StateDirectory state = new StateDirectory(TestConfig.of(all.toArray(String[]::new)))) {
            return state.restarts();
        }
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> files = Files.list(application)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
