package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EffectiveRankTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void equalVariancesInEveryDimensionUseAllDimensions(int dimensions) {
        float[] lengths = new float[dimensions];
        Arrays.fill(lengths, 3);
        assertEquals(dimensions, EffectiveRank.of(axes(lengths)), 1e-5);
    }

    @Test
    void unequalVariancesCountAsTheExponentialOfTheirEntropy() {
        // Variances 1 : 3, H = 1/4 ln 4 + 3/4 ln 4/3, exp(H) = 4^(1/4) (4/3)^(3/4).
        assertEquals(Math.pow(4, 0.25) * Math.pow(4 / 3., 0.75), EffectiveRank.of(axes(1, (float) Math.sqrt(3))), 1e-5);
    }

    @Test
    void pointsOnALineHaveRankOne() {
        float[][] line = {{1, 1, 5}, {2, 3, 5}, {3, 5, 5}, {7, 13, 5}};
        assertEquals(1, EffectiveRank.of(line), 1e-4);
    }

    @Test
    void oneAndTheSamePointHasRankZero() {
        assertEquals(0, EffectiveRank.of(new float[][] {{1, 2}, {1, 2}, {1, 2}}));
    }

    @Test
    void fewerThanTwoEmbeddingsHaveNoRank() {
        assertEquals(Double.NaN, EffectiveRank.of(new float[0][]));
        assertEquals(Double.NaN, EffectiveRank.of(new float[][] {{1, 2}}));
    }

    @ParameterizedTest
    @ValueSource(floats = {1e-30f, 1e30f})
    void neitherUnitsNorAnOffsetMatter(float unit) {
        float[][] points = axes(unit, unit, 2 * unit);
        double rank = EffectiveRank.of(axes(1, 1, 2));
        assertEquals(rank, EffectiveRank.of(points), 1e-4);
        for (float[] point : points) {
            point[1] += 5 * unit;
        }
        assertEquals(rank, EffectiveRank.of(points), 1e-4);
    }

    @Test
    void aValueThatIsNotFiniteIsRefused() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> EffectiveRank.of(new float[][] {{1}, {Float.POSITIVE_INFINITY}}));
        assertEquals("row 1 must be finite, but was Infinity", refusal.getMessage());
    }

    /** Two points on every axis, at plus and minus a length: variance proportional to its square, no correlation. */
    private static float[][] axes(float... lengths) {
        float[][] points = new float[2 * lengths.length][lengths.length];
        for (int d = 0; d < lengths.length; d++) {
            points[2 * d][d] = lengths[d];
            points[2 * d + 1][d] = -lengths[d];
        }
        return points;
    }
}
