package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ludovic.netlib.blas.NativeBLAS;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A process has one BLAS for life, so others are asked for in processes of their own. */
class BlasKernelTest {
    /** Prints what it multiplies with. */
    static final class Describe {
        public static void main(String[] args) {
            System.out.println(BlasKernel.describe());
        }
    }

    private static String described(String threads, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Describe.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("OPENBLAS_NUM_THREADS", threads);
        try (var output = builder.start().getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void contains(String expected, String output) {
        assertTrue(output.contains(expected), output);
    }

    @Test
    void theOneThatComesWithTheProgramIsTheDefault() throws IOException {
        assumeTrue(BundledBlas.library().isPresent(), "none for this kind of machine");
        assertInstanceOf(NativeBLAS.class, BlasKernel.get());
        assertEquals(Optional.of(BlasKernel.get()), BlasKernel.forTraining());
        contains("OpenBLAS, bundled\n", described("1"));
        contains("OpenBLAS, bundled\n", described("1", "-Dkinstream.blas=bundled"));
    }

    @Test
    void moreThreadsThanOneAreAdvisedAgainst() throws IOException {
        assumeTrue(BundledBlas.library().isPresent(), "none for this kind of machine");
        contains("OPENBLAS_NUM_THREADS=1 would leave other cores alone", described("2"));
    }

    @Test
    void javaCanBeAskedForAndSaysWhatWouldBeFaster() throws IOException {
        contains(
                "plain Java; OpenBLAS (Debian: libopenblas0-pthread) would be faster for dense inputs",
                described("1", "-Dkinstream.blas=java"));
    }

    @Test
    void aLibraryThatIsNotThereIsDoneWithout() throws IOException {
        contains("plain Java", described("1", "-Ddev.ludovic.netlib.blas.nativeLibPath=/nowhere/libblas.so"));
    }

    @Test
    void anotherWordIsRefused() throws IOException {
        contains(
                "kinstream.blas must be bundled, native or java, but was cuda",
                described("1", "-Dkinstream.blas=cuda"));
    }

    @Test
    void onlyLinuxHasOne() {
        assertEquals(Optional.of("linux-x86_64"), BundledBlas.platform("Linux", "amd64"));
        assertEquals(Optional.of("linux-arm64"), BundledBlas.platform("Linux", "aarch64"));
        assertEquals(Optional.empty(), BundledBlas.platform("Linux", "s390x"));
        assertEquals(Optional.empty(), BundledBlas.platform("Mac OS X", "aarch64"));
    }
}
