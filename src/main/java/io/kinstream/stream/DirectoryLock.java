package io.kinstream.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a directory to one owner, among processes and within one. The operating system takes the lock back when the
 * process ends, however it ends.
 */
public final class DirectoryLock implements AutoCloseable {
    private static final String FILE = "kinstream.lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @param directory created if missing
     * @throws IOException if somebody else has it, or it cannot be written
     */
    public static DirectoryLock acquire(Path directory) throws IOException {
        FileChannel channel;
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException("data directory " + directory + " must be a writable directory, but is not: " + e, e);
        }
        if (!locked(channel)) {
            channel.close();
            throw new IOException("data directory " + directory + " must have one broker, but is used by another one:"
                    + " stop it, or choose another directory");
        }
        return new DirectoryLock(channel);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
