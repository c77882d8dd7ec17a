package io.kinstream.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Programs that a test needs and Maven cannot fetch. */
public final class Installed {
    private Installed() {}

    /** Skips the test where a program is not installed, and fails it where it must be, under {@code CI=true}. */
    public static void require(String program, String debianPackage) {
        boolean installed = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        boolean required = "true".equals(System.getenv("CI"));
        String advice = " (Debian: apt-get install " + debianPackage + ")";
        assertTrue(installed || !required, program + " must be installed" + advice + ", but is not");
        assumeTrue(installed, program + " is not installed" + advice);
    }
}
