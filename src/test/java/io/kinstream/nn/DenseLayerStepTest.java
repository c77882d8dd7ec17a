package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ludovic.netlib.blas.BLAS;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same layer in the two ways to multiply; what a step does is tested with both, see {@link Products}. */
class DenseLayerStepTest {
    private final Random random = new Random(9);
    private final AtomicInteger products = new AtomicInteger();

    private Features features(int inputs, double share) {
        float[] values = new float[inputs];
        for (int i = 0; i < inputs; i++) {
            values[i] = random.nextDouble() < share ? random.nextFloat() - 0.5f : 0;
        }
        return new Features.Dense(values);
    }

    /** Batches change in size and from mostly zeros to hardly any and back, so that nothing may be left over. */
    @ParameterizedTest
    @CsvSource({"'40,7', RELU", "'40,33,9', RELU", "'40,33,17,9', TANH"})
    void bothWaysLearnTheSameUpToRounding(String layers, Activation activation) {
        Architecture architecture = Architecture.of(layers, activation);
        Encoder byLoops = Encoder.seeded(architecture, 1);
        Encoder byBlas = Encoder.seeded(architecture, 1);
        GradientStep loops = Products.LOOPS.step(byLoops, ContrastiveLoss.drlim(1));
        GradientStep blas = Products.BLAS.step(byBlas, ContrastiveLoss.drlim(1));
        for (int time = 0; time < 60; time++) {
            int pairs = 1 + random.nextInt(20);
            double share = time % 3 / 2.0;
            loops.clear();
            blas.clear();
            for (int pair = 0; pair < pairs; pair++) {
                Label label = random.nextBoolean() ? Label.SIMILAR : Label.DISSIMILAR;
                Features left = features(40, share);
                Features right = features(40, share);
                loops.add(left, right, label, 1);
                blas.add(left, right, label, 1);
            }
            assertTrue(loops.take(0.01f) && blas.take(0.01f));
            assertEquals(loops.gradientNorm(), blas.gradientNorm(), 1e-4f);
            assertArrayEquals(byLoops.parameters(), byBlas.parameters(), 1e-5f);
        }
    }

    /** Counts the matrix products. */
    private BLAS counting() {
        return (BLAS) Proxy.newProxyInstance(
                BLAS.class.getClassLoader(), new Class<?>[] {BLAS.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("sgemm")) {
                        products.incrementAndGet();
                    }
                    return method.invoke(BlasKernel.get(), arguments);
                });
    }

    private int productsOfAStep(String layers, double share) {
        Architecture architecture = Architecture.of(layers, Activation.RELU);
        GradientStep step =
                new GradientStep(Encoder.seeded(architecture, 1), ContrastiveLoss.drlim(1), Optional.of(counting()));
        step.add(features(200, share), features(200, share), Label.SIMILAR, 1);
        assertTrue(step.take(0.01f));
        return products.getAndSet(0);
    }

    @Test
    void inputsThatAreMostlyZerosAreLeftToTheLoops() {
        assertEquals(2, productsOfAStep("200,5", 0.9));
        assertEquals(0, productsOfAStep("200,5", 0.1));
    }

    @Test
    void layersAfterTheFirstAreDense() {
        assertEquals(5, productsOfAStep("200,5,3", 0.9));
        assertEquals(3, productsOfAStep("200,5,3", 0.1));
    }
}
