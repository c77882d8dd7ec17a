package io.kinstream.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * The name of one running copy of the program, kept in its state directory: the same after a restart, another for each
 * directory. Kafka knows a member of a group by it.
 */
final class InstanceId {

    static final String FILE = "instance-id";

    private InstanceId() {}

    /**
     * Reads it, or makes it. Processes of the two roles may do so at once, and one that was killed may have left the file
     * empty.
     *
     * @throws UncheckedIOException if the state directory cannot be made, read or written
     */
    static String in(Path stateDir) {
        Path file = stateDir.resolve(FILE);
        try {
            Files.createDirectories(stateDir);
            return keptIn(file);
        } catch (IOException e) {
            throw new UncheckedIOException("state.dir must be a directory that can be written, but was " + stateDir, e);
        }
    }

    private static String keptIn(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.lock(); // until it is closed
            if (channel.size() == 0) {
                channel.write(ByteBuffer.wrap(("kinstream-" + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8)));
            }
            return Files.readString(file).strip();
        }
    }
}
