package io.kinstream.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * Keeps a directory, or one use of it, to one owner, among processes and within one. The operating system takes the lock
 * back when the process ends, however it ends; the file tells others which process it is.
 */
public final class DirectoryLock implements AutoCloseable {
    private static final String SUFFIX = ".lock";

    private final FileChannel channel;
    private final boolean abandoned;
    private final Instant left;

    private DirectoryLock(FileChannel channel, boolean abandoned, Instant left) {
        this.channel = channel;
        this.abandoned = abandoned;
        this.left = left;
    }

    /**
     * Locks a directory.
     *
     * @param what the directory is, for messages
     * @param directory created if missing
     * @param use what the owner does in it: others may do something else there
     * @throws IOException if somebody else has it, or it cannot be written
     */
    public static DirectoryLock acquire(String what, Path directory, String use) throws IOException {
        Path file = directory.resolve(use + SUFFIX);
        FileChannel channel;
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException(what + " " + directory + " must be a writable directory, but is not: " + e, e);
        }
        if (!locked(channel)) {
            channel.close();
            throw new IOException(what + " " + directory + " must be used by one process, but is used by process "
                    + Files.readString(file) + ": stop that one, or choose another directory");
        }
        boolean abandoned = channel.size() > 0; // an owner that ends in order empties it
        Instant left = Files.getLastModifiedTime(file).toInstant();
        byte[] process = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        channel.write(ByteBuffer.wrap(process));
        channel.truncate(process.length); // never empty meanwhile, lest a kill be forgotten by another one
        return new DirectoryLock(channel, abandoned, left);
    }

    /** Whether the owner before was killed, and may have left things half done. */
    boolean wasAbandoned() {
        return abandoned;
    }

    /** When the owner before ended, if it ended in order; about now if there was none. */
    Instant left() {
        return left;
    }

    /** Lets go of it half done: the next owner finds it as after a kill. */
    void abandon() throws IOException {
        channel.close();
    }

    @Override
    public void close() {
        try {
            if (channel.isOpen()) {
                channel.truncate(0);
            }
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
