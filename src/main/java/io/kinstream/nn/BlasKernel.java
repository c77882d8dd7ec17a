package io.kinstream.nn;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The one place that says what multiplies matrices: the OpenBLAS that comes with the program where there is one, else a
 * native BLAS of the machine's, else Java. The system property {@code kinstream.blas} decides otherwise: {@code bundled},
 * {@code native} (the machine's) and {@code java} mean that one and no other.
 *
 * <p>Weights are the same to the last bit only with the same implementation, kind of processor and number of BLAS threads.
 * So the one that comes with the program is asked first: what is installed on the machine later changes nothing, nor does
 * a slow reference BLAS slow anything down.
 */
public final class BlasKernel {
    private static final String LIBRARY = "dev.ludovic.netlib.blas.nativeLibPath"; // netlib reads it once

    private record Choice(BLAS blas, String description) {}

    private static final Choice BEST = choose(System.getProperty("kinstream.blas"));

    private BlasKernel() {}

    /** @param word what was asked for; null: the best there is */
    private static Choice choose(String word) {
        if (word == null) {
            return System.getProperty(LIBRARY) != null ? machines() : bundled().orElseGet(BlasKernel::machines);
        }
        return switch (word) {
            case "bundled" ->
                bundled()
                        .orElseThrow(() -> new IllegalStateException(
                                "kinstream.blas must be native or java on this machine, but was bundled"));
            case "native" -> new Choice(NativeBLAS.getInstance(), "native BLAS");
            case "java" -> java();
            default ->
                throw new IllegalArgumentException("kinstream.blas must be bundled, native or java, but was " + word);
        };
    }

    private static Optional<Choice> bundled() {
        Optional<Path> library = BundledBlas.library();
        library.ifPresent(path -> System.setProperty(LIBRARY, path.toString()));
        return library.flatMap(path -> nativeBlas()).map(blas -> new Choice(blas, "OpenBLAS, bundled"));
    }

    private static Choice machines() {
        return nativeBlas().map(blas -> new Choice(blas, "native BLAS")).orElseGet(BlasKernel::java);
    }

    private static Choice java() {
        return new Choice(
                JavaBLAS.getInstance(),
                "plain Java; OpenBLAS (Debian: libopenblas0-pthread) would be faster for dense inputs");
    }

    /** Empty if netlib has none for this machine or cannot load the library. */
    private static Optional<BLAS> nativeBlas() {
        return Optional.of(BLAS.getInstance()).filter(NativeBLAS.class::isInstance);
    }

    /** The implementation in use; the same for the whole life of the process. Safe for concurrent callers. */
    public static BLAS get() {
        return BEST.blas();
    }

    /** The implementation in use if it is native: netlib's in Java add in another order once the JVM has compiled them. */
    static Optional<BLAS> forTraining() {
        return Optional.of(get()).filter(NativeBLAS.class::isInstance);
    }

    /** What multiplies matrices when learning, in a few words, and what would be faster on this machine. */
    public static String describe() {
        boolean threads = forTraining().isPresent() && !"1".equals(System.getenv("OPENBLAS_NUM_THREADS"));
        return BEST.description() + (threads ? "; OPENBLAS_NUM_THREADS=1 would leave other cores alone" : "");
    }
}
