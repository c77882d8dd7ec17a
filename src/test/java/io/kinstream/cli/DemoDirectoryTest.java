package io.kinstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.local.EmbeddedBroker;
import io.kinstream.stream.DirectoryLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDirectoryTest {

    @TempDir
    private Path parent;

    private Path path;

    @BeforeEach
    void choose() {
        path = parent.resolve("deep").resolve("demo");
    }

    @Test
    void aFirstDemoMakesItsDirectory() throws IOException {
        assertFalse(DemoDirectory.open(path).resumed());
        assertTrue(Files.isDirectory(path));
    }

    @Test
    void anEmptyDirectoryIsTaken() throws IOException {
        Files.createDirectories(path);
        assertFalse(DemoDirectory.open(path).resumed());
    }

    @Test
    void anInterruptedDemoGoesOn() throws IOException {
        DemoDirectory.open(path);
        Path data = Files.writeString(path.resolve("data"), "half");
        assertTrue(DemoDirectory.open(path).resumed());
        assertEquals("half", Files.readString(data));
    }

    @Test
    void aFinishedDemoMakesWay() throws IOException {
        DemoDirectory directory = DemoDirectory.open(path);
        Path data =
                Files.createDirectories(path.resolve("broker").resolve("topic")).resolve("log");
        Files.writeString(data, "whole");
        directory.finished();
        directory.finished();
        assertFalse(DemoDirectory.open(path).resumed());
        assertFalse(Files.exists(data));
    }

    @Test
    void aFinishedDemoThatStillRunsIsLeftAlone() throws IOException {
        DemoDirectory directory = DemoDirectory.open(path);
        Path data = Files.writeString(path.resolve("data"), "in use");
        DirectoryLock running = EmbeddedBroker.lock(Embedded.brokerData(path));
        directory.finished();
        IOException refusal = assertThrows(IOException.class, () -> DemoDirectory.open(path));
        assertTrue(refusal.getMessage().contains("is used by process"), refusal.getMessage());
        assertEquals("in use", Files.readString(data));
        running.close();
    }

    @Test
    void aDirectoryOfSomebodyElseIsLeftAlone() throws IOException {
        Path photo = Files.writeString(Files.createDirectories(path).resolve("photo.jpg"), "precious");
        IOException refusal = assertThrows(IOException.class, () -> DemoDirectory.open(path));
        assertTrue(refusal.getMessage().contains("must be empty or of an earlier demo"), refusal.getMessage());
        assertEquals("precious", Files.readString(photo));
    }
}
