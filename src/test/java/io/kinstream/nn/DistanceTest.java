package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DistanceTest {
    /** cos((3, 4), (4, 3)) = 24 / 25; on the unit circle they are sqrt(2 (1 - 24/25)) = sqrt(0.08) apart. */
    @ParameterizedTest
    @CsvSource({
        "EUCLIDEAN, 1.4142135623730951",
        "SQUARED_EUCLIDEAN, 2",
        "MANHATTAN, 2",
        "COSINE, 0.04",
        "UNIT_EUCLIDEAN, 0.28284271247461906"
    })
    void ofTwoVectorsItIsWhatOneWorksOutByHand(Distance distance, double expected) {
        assertEquals(expected, distance.between(new float[] {3, 4}, new float[] {4, 3}), 1e-12);
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void itDoesNotMatterWhichIsFirst(Distance distance) {
        float[] a = {0.3f, -1.2f, 0.7f};
        float[] b = {2.1f, 0.4f, -0.2f};
        assertEquals(distance.between(a, b), distance.between(b, a), 1e-15);
    }

    /** Central differences; one component is equal, where the derivative of its absolute value is taken as 0. */
    @ParameterizedTest
    @EnumSource(Distance.class)
    void forcesAreTheGradient(Distance distance) {
        Random random = new Random(3);
        for (int trial = 0; trial < 20; trial++) {
            float[] z = new float[2 * 5];
            for (int i = 0; i < z.length; i++) {
                z[i] = random.nextFloat() - 0.5f;
            }
            z[5] = z[0];
            float[] forces = forces(distance, 1.5, z);
            for (int i = 0; i < z.length; i++) {
                float value = z[i];
                z[i] = value + 0x1p-12f;
                double above = between(distance, z);
                z[i] = value - 0x1p-12f;
                double below = between(distance, z);
                z[i] = value;
                assertEquals(1.5 * (above - below) / 0x1p-11, forces[i], 1e-4, distance + " " + i);
            }
        }
    }

    private static double between(Distance distance, float[] z) {
        return distance.between(z, 0, z, z.length / 2, z.length / 2);
    }

    private static float[] forces(Distance distance, double slope, float[] z) {
        float[] forces = new float[z.length];
        distance.forces(slope, between(distance, z), z, 0, z.length / 2, z.length / 2, forces);
        return forces;
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void twoEmbeddingsInOnePlaceAreNotMoved(Distance distance) {
        float[] z = {0.3f, -0.7f, 0.2f, 0.3f, -0.7f, 0.2f};
        assertEquals(0, between(distance, z), 1e-15);
        assertArrayEquals(new float[6], forces(distance, -1, z), 1e-7f);
    }

    /** It has no direction: nothing says where to turn it. */
    @ParameterizedTest
    @CsvSource({"COSINE, 1, 1", "UNIT_EUCLIDEAN, 1, 0"})
    void anEmbeddingOfLengthZeroIsApartFromAllOthersAndNotTurned(Distance distance, double other, double itself) {
        float[] z = {0, 0, 0.3f, 0.4f};
        assertEquals(other, between(distance, z));
        assertArrayEquals(new float[4], forces(distance, -1, z));
        assertEquals(itself, between(distance, new float[4]));
        assertArrayEquals(new float[4], forces(distance, -1, new float[4]));
        assertArrayEquals(new float[2], distance.seen(new float[2]));
    }

    @ParameterizedTest
    @EnumSource(
            value = Distance.class,
            names = {"COSINE", "UNIT_EUCLIDEAN"})
    void whereDirectionsCountLengthsDoNot(Distance distance) {
        float[] a = {0.3f, -1.2f, 0.7f};
        float[] b = {2.1f, 0.4f, -0.2f};
        float[] longer = {0.3f * 64, -1.2f * 64, 0.7f * 64};
        assertEquals(distance.between(a, b), distance.between(longer, b), 1e-12);
        assertEquals(distance.between(a, b), distance.between(distance.seen(longer), distance.seen(b)), 1e-6);
        assertEquals(1, Distance.EUCLIDEAN.between(distance.seen(longer), new float[3]), 1e-6);
        float[] forces = forces(distance, 1, new float[] {0.3f, -1.2f, 0.7f, 2.1f, 0.4f, -0.2f});
        double along = 0.3 * forces[0] - 1.2 * forces[1] + 0.7 * forces[2];
        assertEquals(0, along, 1e-7);
    }

    @Test
    void oppositeDirectionsAreTwoApart() {
        float[] z = {3, 0, -1, 0};
        assertEquals(2, between(Distance.COSINE, z));
        assertEquals(2, between(Distance.UNIT_EUCLIDEAN, z));
    }

    /** So that the step is refused. */
    @ParameterizedTest
    @EnumSource(Distance.class)
    void whatIsNotANumberHasNoDistance(Distance distance) {
        for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            assertTrue(!Double.isFinite(distance.between(new float[] {broken, 1}, new float[] {1, 1})), "" + broken);
        }
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void aWordNamesIt(Distance distance) {
        assertEquals(distance, Distance.of(distance.word()));
    }

    @Test
    void anUnknownWordIsRefusedWithThoseThatAreKnown() {
        Exception refusal = assertThrows(IllegalArgumentException.class, () -> Distance.of("EUCLIDEAN"));
        assertEquals(
                "distance must be one of euclidean, squared-euclidean, manhattan, cosine, unit-euclidean, but was EUCLIDEAN",
                refusal.getMessage());
    }
}
