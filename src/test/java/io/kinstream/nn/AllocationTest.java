package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Work that is done thousands of times a second leaves nothing for the garbage collector. */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ITEMS = 32;

    private final Random random = new Random(7);
    private final Encoder encoder = Encoder.seeded(Architecture.of("60,17,5", Activation.RELU), 1);

    private Features[] items(double share) {
        Features[] items = new Features[ITEMS];
        for (int item = 0; item < ITEMS; item++) {
            float[] values = new float[60];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextDouble() < share ? random.nextFloat() : 0;
            }
            items[item] = new Features.Dense(values);
        }
        return items;
    }

    private static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    @ParameterizedTest
    @CsvSource({"BLAS, 1", "BLAS, 0.1", "LOOPS, 1", "LOOPS, 0.1"})
    void aStepLikeTheOnesBeforeAllocatesNothing(Products products, double share) {
        assumeTrue(
                products == Products.LOOPS || BlasKernel.get() instanceof NativeBLAS,
                "netlib's BLAS in Java allocates until it is compiled");
        GradientStep step = products.step(encoder, ContrastiveLoss.drlim(1));
        assertEquals(0, leastAllocated(step, items(share)));
    }

    @ParameterizedTest
    @CsvSource({"BLAS, 1", "BLAS, 0.1", "LOOPS, 1", "LOOPS, 0.1"})
    void norDoesOneFromInputsOfOneSize(Products products, double share) {
        assumeTrue(
                products == Products.LOOPS || BlasKernel.get() instanceof NativeBLAS,
                "netlib's BLAS in Java allocates until it is compiled");
        InputScale scale = InputScale.untrained(InputScaling.CENTERED, 60);
        GradientStep step = products.step(encoder, ContrastiveLoss.drlim(1), 1, scale);
        assertEquals(0, leastAllocated(step, items(share)));
    }

    /** Of some times: at first arrays grow and classes are loaded, later the JVM may allocate when it compiles. */
    private long leastAllocated(GradientStep step, Features[] items) {
        long least = Long.MAX_VALUE;
        for (int time = 0; time < 5; time++) {
            long before = allocated();
            takeSteps(step, items);
            least = Math.min(least, allocated() - before);
        }
        return least;
    }

    private void takeSteps(GradientStep step, Features[] items) {
        for (int time = 0; time < 50; time++) {
            encoder.parameters(); // as at each commit
            step.clear();
            for (int i = 0; i < ITEMS; i += 2) {
                step.add(items[i], items[i + 1], i % 4 == 0 ? Label.SIMILAR : Label.DISSIMILAR, 1);
            }
            if (!step.take(0.01f)) {
                throw new AssertionError("refused");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "0.1"})
    void anEmbedderAllocatesItsResultsAlone(double share) {
        Embedder embedder = new Embedder(encoder);
        Features[] items = items(share);
        embedder.embed(items[0]);
        long before = allocated();
        for (Features item : items) {
            embedder.embed(item);
        }
        long each = (allocated() - before) / ITEMS;
        assertTrue(each <= 16 + 4 * 5 + 8, each + " bytes each"); // a header, five numbers, padding
    }
}
