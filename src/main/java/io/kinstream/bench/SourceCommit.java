package io.kinstream.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Which sources the program was built from, if it runs where they are. */
final class SourceCommit {

    private SourceCommit() {}

    /** The commit that is checked out; with {@code -dirty} behind it if files are changed. */
    static Optional<String> find() throws IOException, InterruptedException {
        File home = new File(System.getProperty("kinstream.home", "."));
        ProcessBuilder git = new ProcessBuilder("git", "describe", "--always", "--dirty")
                .directory(home)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = git.start();
            String commit = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(commit) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // there is no git
        }
    }
}
