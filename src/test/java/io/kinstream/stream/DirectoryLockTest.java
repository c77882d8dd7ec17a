package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
    @TempDir
    Path directory;

    @Test
    void aSecondOwnerInTheSameProcessIsRefusedUntilTheFirstLetsGo() throws Exception {
        DirectoryLock first = acquire(directory);
        IOException refusal = assertThrows(IOException.class, () -> acquire(directory));
        assertEquals(
                "state.dir " + directory + " must be used by one process, but is used by process "
                        + ProcessHandle.current().pid() + ": stop that one, or choose another directory",
                refusal.getMessage());
        first.close();
        acquire(directory).close();
    }

    @Test
    void aMissingDirectoryIsCreated() throws Exception {
        Path deep = directory.resolve("a").resolve("b");
        acquire(deep).close();
        assertTrue(Files.isDirectory(deep));
    }

    @Test
    void aFileInItsPlaceIsRefused() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        IOException refusal = assertThrows(IOException.class, () -> acquire(file));
        assertTrue(
                refusal.getMessage().startsWith("state.dir " + file + " must be a writable directory, but is not"),
                refusal.getMessage());
    }

    @Test
    void anotherUseOfTheSameDirectoryIsNoConcern() throws Exception {
        DirectoryLock train = acquire(directory);
        DirectoryLock.acquire("state.dir", directory, "job-embed").close();
        train.close();
    }

    @Test
    void anOwnerThatWasKilledIsToldFromOneThatLetGo() throws Exception {
        try (DirectoryLock first = acquire(directory)) {
            assertFalse(first.wasAbandoned());
        }
        try (DirectoryLock afterAnEnd = acquire(directory)) {
            assertFalse(afterAnEnd.wasAbandoned());
        }
        Files.writeString(directory.resolve("job-train.lock"), "12345678"); // as the killed one leaves it
        try (DirectoryLock afterAKill = acquire(directory)) {
            assertTrue(afterAKill.wasAbandoned());
            assertEquals(
                    Long.toString(ProcessHandle.current().pid()),
                    Files.readString(directory.resolve("job-train.lock")));
            afterAKill.abandon();
        }
        try (DirectoryLock afterHalfTheWork = acquire(directory)) {
            assertTrue(afterHalfTheWork.wasAbandoned());
        }
    }

    private static DirectoryLock acquire(Path path) throws IOException {
        return DirectoryLock.acquire("state.dir", path, "job-train");
    }
}
