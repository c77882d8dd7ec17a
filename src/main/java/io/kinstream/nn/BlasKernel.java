package io.kinstream.nn;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.util.Optional;

/**
 * The one place that says what multiplies matrices: a native BLAS if the machine has one, else Java. The system property
 * {@code kinstream.blas} decides otherwise: {@code java} keeps to Java, {@code native} does not start without a native
 * one. Java is the better choice where the native one is not made for speed, such as the reference BLAS (Debian: libblas3).
 *
 * <p>Weights are the same to the last bit only with the same implementation, kind of processor and number of BLAS threads.
 */
public final class BlasKernel {
    private static final BLAS BEST = choose(System.getProperty("kinstream.blas"));

    private BlasKernel() {}

    /** @param word what was asked for; null: the fastest there is */
    static BLAS choose(String word) {
        if (word == null) {
            return BLAS.getInstance();
        }
        return switch (word) {
            case "native" -> NativeBLAS.getInstance();
            case "java" -> JavaBLAS.getInstance();
            default -> throw new IllegalArgumentException("kinstream.blas must be native or java, but was " + word);
        };
    }

    /** The implementation in use; the same for the whole life of the process. Safe for concurrent callers. */
    public static BLAS get() {
        return BEST;
    }

    /** The implementation in use if it is native: netlib's in Java add in another order once the JVM has compiled them. */
    static Optional<BLAS> forTraining() {
        return Optional.of(BEST).filter(NativeBLAS.class::isInstance);
    }

    /** What multiplies matrices when learning, in a few words, and what would be faster on this machine. */
    public static String describe() {
        return describe(BEST);
    }

    static String describe(BLAS blas) {
        if (blas instanceof NativeBLAS) {
            return "native BLAS";
        }
        return "plain Java; OpenBLAS (Debian: libopenblas0-pthread) would be faster for dense inputs";
    }
}
