package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcrustesTest {

    private static final float[][] BEFORE = {{3, 1}, {-1, 2}, {0, -4}, {5, 5}};

    @ParameterizedTest
    @CsvSource({"0, 1", "30, 1", "90, 1", "179, 1", "-60, 1", "0, -1", "45, -1", "180, -1"})
    void pointsThatWereTurnedOrMirroredComeBackToWhereTheyWere(double degrees, int mirror) {
        double c = Math.cos(Math.toRadians(degrees));
        double s = Math.sin(Math.toRadians(degrees));
        float[][] moved = new float[BEFORE.length][];
        for (int i = 0; i < moved.length; i++) {
            double second = mirror * BEFORE[i][1];
            moved[i] = new float[] {(float) (c * BEFORE[i][0] - s * second), (float) (s * BEFORE[i][0] + c * second)};
        }

        Procrustes turn = Procrustes.align(moved, BEFORE);

        for (int i = 0; i < moved.length; i++) {
            assertArrayEquals(BEFORE[i], turn.apply(moved[i]), 1e-5f);
        }
    }

    /** About the means: (1, 0) of points around (11, 20) is where (0, 1) of those around (0, 0) was. */
    @Test
    void wherePointsLieAsAWholeDoesNotMatter() {
        float[][] before = {{0, 1}, {0, -1}};
        float[][] moved = {{12, 20}, {10, 20}};

        Procrustes turn = Procrustes.align(moved, before);

        float[] first = turn.apply(moved[0]);
        float[] second = turn.apply(moved[1]);
        assertArrayEquals(new float[] {0, 2}, new float[] {first[0] - second[0], first[1] - second[1]}, 1e-5f);
    }

    @Test
    void withoutPointsNothingTurns() {
        Procrustes turn = Procrustes.align(new float[0][], new float[0][]);
        assertArrayEquals(new float[] {3, 4}, turn.apply(new float[] {3, 4}));
    }
}
