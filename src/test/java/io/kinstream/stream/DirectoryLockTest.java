package io.kinstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
        DirectoryLock first = DirectoryLock.acquire(directory);
        IOException refusal = assertThrows(IOException.class, () -> DirectoryLock.acquire(directory));
        assertEquals(
                "data directory " + directory + " must have one broker, but is used by another one: stop it, or choose"
                        + " another directory",
                refusal.getMessage());
        first.close();
        DirectoryLock.acquire(directory).close();
    }

    @Test
    void aMissingDirectoryIsCreated() throws Exception {
        Path deep = directory.resolve("a").resolve("b");
        DirectoryLock.acquire(deep).close();
        assertTrue(Files.isDirectory(deep));
    }

    @Test
    void aFileInItsPlaceIsRefused() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        IOException refusal = assertThrows(IOException.class, () -> DirectoryLock.acquire(file));
        assertTrue(
                refusal.getMessage().startsWith("data directory " + file + " must be a writable directory, but is not"),
                refusal.getMessage());
    }
}
