package io.kinstream.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Features;
import io.kinstream.nn.InputScaling;
import io.kinstream.nn.Label;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Weights are a function of the pairs alone, to the last bit, whatever the JVM has made of the code meanwhile. Covers what
 * multiplies matrices on this machine: the plain loops, or its native BLAS, once in the same process and once in another.
 */
class SameBitsTest {
    private static final int STEPS = 150;

    /** For a JVM of its own: prints what the weights come to. */
    public static void main(String[] args) {
        for (Activation activation : Activation.values()) {
            System.out.println(weights(activation, STEPS));
        }
    }

    private static int weights(Activation activation, int steps) {
        Architecture architecture = Architecture.of("41,33,17,9", activation);
        ContrastiveLoss loss = ContrastiveLoss.drlim(1);
        LearningRate rate = LearningRate.decaying(0.05f, 100, 0.75f);
        LearnerSettings plain = new LearnerSettings(architecture, 3, loss, rate, 100);
        LearnerSettings usual =
                new LearnerSettings(architecture, 3, loss, rate, 100, InputScaling.AUTO, LabelWeights.AUTOMATIC, 1);
        return Objects.hash(
                weights(plain, 0.3, steps),
                weights(usual, 0.3, steps),
                weights(plain, 0.9, steps),
                weights(usual, 0.9, steps));
    }

    /** @param zeros share of the inputs that are 0: whether there are many decides what multiplies the others */
    private static int weights(LearnerSettings settings, double zeros, int steps) {
        SiameseLearner learner = new SiameseLearner(settings);
        Random random = new Random(4);
        for (int step = 0; step < steps; step++) {
            List<Pair> batch = new ArrayList<>();
            for (int pair = 0; pair < 8; pair++) {
                Label label = random.nextBoolean() ? Label.SIMILAR : Label.DISSIMILAR;
                batch.add(new Pair(features(random, zeros), features(random, zeros), label, 1));
            }
            learner.learn(batch);
        }
        return Arrays.hashCode(learner.encoder().parameters());
    }

    private static Features features(Random random, double zeros) {
        float[] values = new float[41];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble() < zeros ? 0 : random.nextFloat() - 0.5f;
        }
        return new Features.Dense(values);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void coldAndWarmCodeLearnTheSameWeights(Activation activation) {
        int cold = weights(activation, STEPS);
        assertNotEquals(cold, weights(activation, 2000)); // compiles, and learns more
        assertEquals(cold, weights(activation, STEPS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation"})
    void interpreterAndCompilersLearnTheSameWeights(String mode) throws IOException, InterruptedException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        mode,
                        "-cp",
                        System.getProperty("java.class.path"),
                        SameBitsTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, jvm.waitFor());
        List<String> here = Arrays.stream(Activation.values())
                .map(activation -> String.valueOf(weights(activation, STEPS)))
                .toList();
        assertEquals(here, printed.lines().toList());
    }
}
