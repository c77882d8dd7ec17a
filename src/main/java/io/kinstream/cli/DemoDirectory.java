package io.kinstream.cli;

import io.kinstream.local.EmbeddedBroker;
import io.kinstream.stream.DirectoryLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The directory of one demo. A demo that was interrupted goes on in it; one that came to its end makes way for the
 * next, which starts from nothing.
 *
 * @param resumed whether an interrupted demo is in it
 */
record DemoDirectory(Path path, boolean resumed) {

    private static final String STARTED = "demo-started";
    private static final String FINISHED = "demo-finished";

    /**
     * Makes the directory, or takes over what an earlier demo left.
     *
     * @throws IOException if it holds anything else, which is left alone, or cannot be written
     */
    static DemoDirectory open(Path path) throws IOException {
        boolean ours = Files.exists(path.resolve(STARTED));
        if (!ours && Files.exists(path) && !empty(path)) {
            throw new IOException("--data-dir must be empty or of an earlier demo, but was " + path);
        }
        if (Files.exists(path.resolve(FINISHED))) {
            deleteUnused(path);
            ours = false;
        }
        Files.createDirectories(path);
        if (!ours) {
            Files.createFile(path.resolve(STARTED));
        }
        return new DemoDirectory(path, ours);
    }

    /** Notes that the demo came to its end. */
    void finished() throws IOException {
        if (!Files.exists(path.resolve(FINISHED))) {
            Files.createFile(path.resolve(FINISHED));
        }
    }

    private static boolean empty(Path path) throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.findAny().isEmpty();
        }
    }

    /** A demo that came to its end may still be running on, and then its broker has the lock. */
    private static void deleteUnused(Path path) throws IOException {
        DirectoryLock unused = EmbeddedBroker.lock(Embedded.brokerData(path));
        try (Stream<Path> entries = Files.walk(path)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        } finally {
            unused.close();
        }
    }
}
