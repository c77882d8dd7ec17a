package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kinstream.testing.Golden;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Losses and gradients of other libraries, pair by pair. They were computed with PyTorch in double precision, by
 * autograd, from each loss as its library writes it; averaging over a batch is left out.
 */
class LibraryLossesTest {
    /** Library and settings, what they are here, and how many times of ours theirs is. */
    static Stream<Arguments> libraries() {
        return Stream.of(
                of("caffe m=1", LossForm.DRLIM, Distance.EUCLIDEAN, 0, 1, 1),
                of("caffe legacy_version m=1", LossForm.LINEAR, Distance.SQUARED_EUCLIDEAN, 0, 1, 0.5),
                of("caffe double margin m1=.3 m2=1.2", LossForm.DRLIM, Distance.EUCLIDEAN, 0.3f, 1.2f, 1),
                of("keras m=1", LossForm.DRLIM, Distance.EUCLIDEAN, 0, 1, 2),
                of("sentence-transformers m=.5", LossForm.DRLIM, Distance.COSINE, 0, 0.5f, 1),
                of("sentence-transformers MANHATTAN m=2", LossForm.DRLIM, Distance.MANHATTAN, 0, 2, 1),
                of("pytorch-metric-learning LpDistance pos=0 neg=1", LossForm.LINEAR, Distance.UNIT_EUCLIDEAN, 0, 1, 1),
                of(
                        "pytorch-metric-learning LpDistance(normalize_embeddings=False) pos=.2 neg=1",
                        LossForm.LINEAR,
                        Distance.EUCLIDEAN,
                        0.2f,
                        1,
                        1),
                of(
                        "pytorch-metric-learning LpDistance(power=2) pos=.25 neg=1.5",
                        LossForm.LINEAR,
                        Distance.COSINE,
                        0.125f,
                        0.75f,
                        2),
                of(
                        "pytorch-metric-learning CosineSimilarity pos=.9 neg=.4",
                        LossForm.LINEAR,
                        Distance.COSINE,
                        0.1f,
                        0.6f,
                        1),
                of(
                        "torch HingeEmbeddingLoss m=1 of the Euclidean distance",
                        LossForm.LINEAR,
                        Distance.EUCLIDEAN,
                        0,
                        1,
                        1),
                of("torch CosineEmbeddingLoss m=.2", LossForm.LINEAR, Distance.COSINE, 0, 0.8f, 1),
                of("chopra Q=2", LossForm.EXPONENTIAL, Distance.MANHATTAN, 0, 2, 1));
    }

    private static Arguments of(
            String library, LossForm form, Distance distance, float similarMargin, float margin, double factor) {
        return Arguments.of(library, new ContrastiveLoss(form, distance, similarMargin, margin), factor);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("libraries")
    void lossesAndGradientsAreThoseOf(String library, ContrastiveLoss loss, double factor) {
        JsonNode golden = Golden.losses();
        JsonNode rows = golden.get(library);
        assertEquals(6, rows.size());
        for (Label label : Label.values()) {
            double sum = 0;
            for (int i = 0; i < rows.size(); i++) {
                double[] expected = Golden.numbers(rows.get(i).get(label.ordinal()));
                float[] z = Golden.floats(golden.get("pairs").get(i)); // left, then right
                check(expected, loss, label, factor, z);
                sum += expected[0];
            }
            assertTrue(sum > 0, "some pair costs something");
        }
    }

    private static void check(double[] expected, ContrastiveLoss loss, Label label, double factor, float[] z) {
        double distance = loss.distance().between(z, 0, z, 3, 3);
        DistanceLoss part = loss.of(label);
        float[] forces = new float[6];
        loss.distance().forces(part.slope((float) distance), distance, z, 0, 3, 3, forces);
        assertEquals(expected[0], factor * part.loss((float) distance), 2e-6 * Math.max(1, expected[0]));
        for (int j = 0; j < 6; j++) {
            assertEquals(expected[1 + j], factor * forces[j], 2e-6 * Math.max(1, Math.abs(expected[1 + j])));
        }
    }

    @Test
    void everyLossThatWasComputedIsCompared() {
        assertEquals(Golden.losses().size() - 1, libraries().count());
    }
}
