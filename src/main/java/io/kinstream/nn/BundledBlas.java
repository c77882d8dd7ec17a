package io.kinstream.nn;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The OpenBLAS that comes with the program, for Linux on x86-64 and ARM64. The build unpacks it, with the libraries it
 * needs beside it, into {@code lib} next to the program.
 */
final class BundledBlas {
    private BundledBlas() {}

    /** The library to load; empty if there is none for this kind of machine, or none was delivered. */
    static Optional<Path> library() {
        return platform(System.getProperty("os.name"), System.getProperty("os.arch"))
                .map(platform -> programDirectory()
                        .resolve("lib/native/org/bytedeco/openblas")
                        .resolve(platform)
                        .resolve("libopenblas.so.0"))
                .filter(Files::isReadable);
    }

    static Optional<String> platform(String system, String architecture) {
        if (!system.equals("Linux")) {
            return Optional.empty();
        }
        return switch (architecture) {
            case "amd64" -> Optional.of("linux-x86_64");
            case "aarch64" -> Optional.of("linux-arm64");
            default -> Optional.empty();
        };
    }

    /** Where the jar is, or the directory of classes when it is not packaged. */
    private static Path programDirectory() {
        URI program = URI.create(BundledBlas.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString());
        return Path.of(program).toAbsolutePath().getParent();
    }
}
