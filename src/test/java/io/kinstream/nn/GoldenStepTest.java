package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kinstream.testing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steps whose outcome was computed elsewhere, see {@link Golden}. */
@ParameterizedClass
@EnumSource(Products.class)
class GoldenStepTest {
    private final Products products;

    GoldenStepTest(Products products) {
        this.products = products;
    }

    /**
     * The encoder passes the first two inputs on; the third is 1 for the left twin, the fourth for the right one, both of
     * weight 0. After a step at rate 1 the weights of these two are thus minus the gradients of the twins' embeddings.
     */
    @Test
    void lossesAndForcesAreThoseOfPyTorch() {
        JsonNode rows = Golden.set("pair_loss_grad");
        assertEquals(36, rows.size());
        for (JsonNode row : rows) {
            float[] z1 = Golden.floats(row.get("z1"));
            float[] z2 = Golden.floats(row.get("z2"));
            Label label = row.get("y").intValue() == 0 ? Label.SIMILAR : Label.DISSIMILAR;
            Encoder encoder =
                    new Encoder(Architecture.of("4,2", Activation.RELU), new float[] {1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
            GradientStep step = products.take(
                    encoder,
                    row.get("m").floatValue(),
                    1,
                    Steps.dense(z1[0], z1[1], 1, 0),
                    Steps.dense(z2[0], z2[1], 0, 1),
                    label);
            assertEquals(row.get("D").doubleValue(), step.distance(0), 1e-6, row.toString());
            assertEquals(row.get("loss").doubleValue(), step.loss(0), 1e-6, row.toString());
            double[] force = Golden.numbers(row.get("dz1"));
            for (int j = 0; j < 2; j++) {
                double tolerance = Math.max(1e-14, 1e-6 * Math.abs(force[j]));
                assertEquals(force[j], -encoder.parameters()[4 + j], atTheMargin(row, tolerance), row.toString());
                assertEquals(-force[j], -encoder.parameters()[6 + j], atTheMargin(row, tolerance), row.toString());
            }
        }
    }

    /** Where D = m the force is 0 in theory and of the size of a rounding error in floats. */
    private static double atTheMargin(JsonNode row, double tolerance) {
        return Math.abs(row.get("D").doubleValue() - row.get("m").doubleValue()) < 1e-6 ? 1e-6 : tolerance;
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void sixStepsOfATinyNetworkAreThoseOfTheReference(Activation activation) {
        JsonNode golden = Golden.set("tiny_siamese_" + activation.word());
        Encoder encoder = new Encoder(Architecture.of("4,3,2", activation), Golden.floats(golden.get("init")));
        assertEquals(6, golden.get("steps").size());
        for (JsonNode expected : golden.get("steps")) {
            Features left = new Features.Dense(Golden.floats(expected.get("xa")));
            Features right = new Features.Dense(Golden.floats(expected.get("xb")));
            Label label = expected.get("y").intValue() == 0 ? Label.SIMILAR : Label.DISSIMILAR;
            assertArrayEquals(Golden.floats(expected.get("za")), encoder.embed(left), 1e-6f);
            assertArrayEquals(Golden.floats(expected.get("zb")), encoder.embed(right), 1e-6f);
            GradientStep step = products.take(encoder, 1, 0.1f, left, right, label);
            assertEquals(expected.get("loss").doubleValue(), step.loss(0), 1e-6);
            assertArrayEquals(Golden.floats(expected.get("after")), encoder.parameters(), 1e-6f);
        }
    }

    /** As pytorch-metric-learning's own test has it; of unit vectors the squared distance is twice that of the cosine. */
    @Test
    void meansAreThoseOfPyTorchMetricLearning() {
        check("LpDistance default pos=0 neg=1", linear(Distance.UNIT_EUCLIDEAN, 0, 1), 1);
        check("LpDistance(power=2) pos=.25 neg=1.5", linear(Distance.SQUARED_EUCLIDEAN, 0.25f, 1.5f), 1);
        check("LpDistance(power=2) pos=.25 neg=1.5", linear(Distance.COSINE, 0.125f, 0.75f), 2);
    }

    private static ContrastiveLoss linear(Distance distance, float similarMargin, float margin) {
        return new ContrastiveLoss(LossForm.LINEAR, distance, similarMargin, margin);
    }

    private void check(String name, ContrastiveLoss loss, double factor) {
        int[] figures = {0, 0, 1, 1, 2};
        Encoder identity = new Encoder(Architecture.of("2,2", Activation.RELU), new float[] {1, 0, 0, 1, 0, 0});
        GradientStep step = products.step(identity, loss);
        double[] sums = new double[2];
        int[] counts = new int[2];
        int[] active = new int[2];
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                if (i != j) {
                    Label label = figures[i] == figures[j] ? Label.SIMILAR : Label.DISSIMILAR;
                    step.clear();
                    step.add(onCircle(i), onCircle(j), label, 1);
                    assertTrue(step.take(1e-30f));
                    sums[label.ordinal()] += factor * step.loss(0);
                    counts[label.ordinal()]++;
                    active[label.ordinal()] += step.loss(0) > 0 ? 1 : 0;
                }
            }
        }
        JsonNode golden = Golden.set("pytorch_metric_learning");
        if (!name.contains("default")) { // there, pairs of distance 1 are active or not as the last bit falls
            double mean = sums[0] / Math.max(1, active[0]) + sums[1] / Math.max(1, active[1]);
            assertEquals(golden.get(name + " AvgNonZero").doubleValue(), mean, 1e-5, name);
        }
        assertEquals(golden.get(name + " Mean").doubleValue(), sums[0] / counts[0] + sums[1] / counts[1], 1e-5, name);
    }

    private static Features onCircle(int step) {
        double angle = Math.toRadians(20 * step);
        return Steps.dense((float) Math.cos(angle), (float) Math.sin(angle));
    }
}
