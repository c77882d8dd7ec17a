package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class BlasKernelTest {
    private static <T extends BLAS> T pretended(Class<T> kind) {
        return kind.cast(
                Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException();
                }));
    }

    @Test
    void whatIsUsedIsSaidAndWhatWouldBeFaster() {
        assertEquals("native BLAS", BlasKernel.describe(pretended(NativeBLAS.class)));
        String advice = "; OpenBLAS (Debian: libopenblas0-pthread) would be faster for dense inputs";
        assertEquals("plain Java" + advice, BlasKernel.describe(pretended(JavaBLAS.class)));
        assertEquals("plain Java" + advice, BlasKernel.describe(JavaBLAS.getInstance()));
    }

    @Test
    void javaCanBeAskedForWhereThereIsANativeBlas() {
        assertInstanceOf(JavaBLAS.class, BlasKernel.choose("java"));
    }

    @Test
    void nativeIsTheDefaultWhereThereIsOne() {
        BLAS best = BlasKernel.choose(null);
        if (best instanceof NativeBLAS) {
            assertEquals(best, BlasKernel.choose("native"));
        } else {
            assertThrows(RuntimeException.class, () -> BlasKernel.choose("native"));
        }
    }

    @Test
    void anotherWordIsRefused() {
        Exception refused = assertThrows(IllegalArgumentException.class, () -> BlasKernel.choose("cuda"));
        assertEquals("kinstream.blas must be native or java, but was cuda", refused.getMessage());
    }
}
