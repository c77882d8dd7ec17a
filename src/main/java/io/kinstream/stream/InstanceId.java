package io.kinstream.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The name of one running copy of the program, kept in its state directory: the same after a restart, another for each
 * directory. Kafka knows a member of a group by it.
 */
final class InstanceId {

    static final String FILE = "instance-id";

    private InstanceId() {}

    /** @throws UncheckedIOException if the state directory cannot be made, read or written */
    static String in(Path stateDir) {
        Path file = stateDir.resolve(FILE);
        try {
            Files.createDirectories(stateDir);
            if (!Files.exists(file)) {
                Files.writeString(file, "kinstream-" + UUID.randomUUID());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("state.dir must be a directory that can be written, but was " + stateDir, e);
        }
    }
}
