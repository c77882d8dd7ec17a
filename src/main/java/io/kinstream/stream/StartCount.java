package io.kinstream.stream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * How often an application was started in a state directory, for people to see. It is kept in a file there, so it begins
 * anew with a new directory, and each process counts its own starts.
 */
final class StartCount {

    static final String SUFFIX = ".starts";

    private StartCount() {}

    /**
     * Counts a start. Call it as the directory's owner.
     *
     * @return how many there were, with this one
     * @throws IOException if the directory cannot be written
     */
    static long next(Path stateDir, String application) throws IOException {
        Path file = stateDir.resolve(application + SUFFIX);
        long starts = read(file) + 1;
        Path whole = stateDir.resolve(application + SUFFIX + ".new");
        Files.writeString(whole, Long.toString(starts), StandardCharsets.US_ASCII);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return starts;
    }

    /** A count that cannot be read is not worth a failed start. */
    private static long read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
