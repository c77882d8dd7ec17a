package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceIdTest {

    @TempDir
    private Path directory;

    @Test
    void eachDirectoryHasOneThatStays() {
        String id = InstanceId.in(directory.resolve("a"));
        assertTrue(id.startsWith("kinstream-"), id);
        assertEquals(id, InstanceId.in(directory.resolve("a")));
        assertNotEquals(id, InstanceId.in(directory.resolve("b")));
    }

    @Test
    void aFileThatAKilledProcessLeftEmptyIsFilled() throws Exception {
        Path file = Files.createFile(directory.resolve(InstanceId.FILE));
        String id = InstanceId.in(directory);
        assertTrue(id.startsWith("kinstream-"), id);
        assertEquals(id, Files.readString(file));
        assertEquals(id, InstanceId.in(directory));
    }

    @Test
    void whereItCannotBeKeptThatIsSaid() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        String message = assertThrows(UncheckedIOException.class, () -> InstanceId.in(file))
                .getMessage();
        assertEquals("state.dir must be a directory that can be written, but was " + file, message);
    }
}
