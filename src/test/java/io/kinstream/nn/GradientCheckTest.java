package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.testing.Digits;
import io.kinstream.testing.ReferenceSiamese;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradient is the slope of the loss, as two evaluations of it in double precision show for every weight. */
@ParameterizedClass
@EnumSource(Products.class)
class GradientCheckTest {
    private final Products products;

    GradientCheckTest(Products products) {
        this.products = products;
    }

    private static final float MARGIN = 3;

    static Stream<Arguments> cases() {
        return Stream.of(List.of(7, 4), List.of(7, 6, 4), List.of(7, 6, 5, 4))
                .flatMap(layers -> Stream.of(Activation.values())
                        .flatMap(activation -> Stream.of(Label.values())
                                .flatMap(label -> Stream.of(false, true)
                                        .map(sparse -> Arguments.of(layers, activation, label, sparse)))));
    }

    @ParameterizedTest(name = "{0} {1} {2} sparse={3}")
    @MethodSource("cases")
    void gradientIsTheCentralDifference(List<Integer> layers, Activation activation, Label label, boolean sparse) {
        Random random = new Random(layers.size());
        float[] left = vector(random, layers.get(0));
        float[] right = vector(random, layers.get(0));
        Encoder encoder = Encoder.seeded(new Architecture(layers, activation), 17);
        float[] before = encoder.parameters();
        for (int i = 0; i < before.length; i++) {
            before[i] = 2 * before[i] + 0.2f * random.nextFloat(); // biases, too, are other than 0
        }
        double[] weights = doubles(before);
        products.take(encoder, MARGIN, 1, features(left, sparse), features(right, sparse), label);

        ReferenceSiamese reference = new ReferenceSiamese(layers, activation, MARGIN, weights);
        double largest = 0;
        for (int i = 0; i < weights.length; i++) {
            double gradient = weights[i] - encoder.parameters()[i];
            double weight = weights[i];
            weights[i] = weight + 1e-6;
            double above = reference.loss(doubles(left), doubles(right), label);
            weights[i] = weight - 1e-6;
            double below = reference.loss(doubles(left), doubles(right), label);
            weights[i] = weight;
            assertEquals((above - below) / 2e-6, gradient, 1e-6 * Math.max(1, Math.abs(gradient)), "parameter " + i);
            largest = Math.max(largest, Math.abs(gradient));
        }
        assertTrue(largest > 0.01, "the gradient is not all zeros: " + largest);
    }

    static Stream<Arguments> losses() {
        return Stream.of(LossForm.values())
                .flatMap(form -> Stream.of(Distance.values())
                        .flatMap(distance -> Stream.of(Label.values())
                                .map(label -> Arguments.of(new ContrastiveLoss(form, distance, 0, MARGIN), label))));
    }

    /** The whole step, by each loss; the difference is that of its own scores, so a weight must be moved by much. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("losses")
    void gradientIsTheCentralDifferenceOfTheScores(ContrastiveLoss loss, Label label) {
        Random random = new Random(5);
        Features left = new Features.Dense(vector(random, 7));
        Features right = new Features.Dense(vector(random, 7));
        Encoder encoder = Encoder.seeded(new Architecture(List.of(7, 6, 4), Activation.TANH), 17);
        float[] before = encoder.parameters().clone();
        GradientStep step = products.step(encoder, loss);
        step.add(left, right, label, 1);
        assertTrue(step.take(1));
        float[] after = encoder.parameters().clone();
        double largest = 0;
        for (int i = 0; i < before.length; i++) {
            double above = score(before, i, 0x1p-9f, loss, left, right, label);
            double below = score(before, i, -0x1p-9f, loss, left, right, label);
            double gradient = (double) before[i] - after[i];
            assertEquals((above - below) / 0x1p-8, gradient, 1e-3 * Math.max(1, Math.abs(gradient)), "parameter " + i);
            largest = Math.max(largest, Math.abs(gradient));
        }
        assertTrue(largest > 0.02, "the gradient is not all zeros: " + largest);
    }

    private static double score(
            float[] weights, int moved, float by, ContrastiveLoss loss, Features left, Features right, Label label) {
        float[] changed = weights.clone();
        changed[moved] += by;
        Encoder encoder = new Encoder(new Architecture(List.of(7, 6, 4), Activation.TANH), changed);
        double distance = loss.distance().between(encoder.embed(left), encoder.embed(right));
        return loss.of(label).loss((float) distance);
    }

    /** Half of the numbers are 0. */
    private static float[] vector(Random random, int size) {
        float[] vector = new float[size];
        for (int i = 0; i < size; i++) {
            vector[i] = random.nextBoolean() ? 2 * random.nextFloat() - 1 : 0;
        }
        return vector;
    }

    private static Features features(float[] vector, boolean sparse) {
        Features.Dense dense = new Features.Dense(vector);
        return sparse ? Digits.sparse(dense) : dense;
    }

    private static double[] doubles(float[] floats) {
        double[] doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }
}
