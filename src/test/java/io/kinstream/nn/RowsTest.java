package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowsTest {
    @Test
    void sumsAreThoseOfTheFormulaHoweverManyRowsThereAre() {
        float[][] rows = {{1, 2, 3}, {10, 20, 30}, {100, 200, 300}};
        for (int count = 0; count <= 9; count++) {
            int[] which = IntStream.range(0, count).map(k -> k % 3).toArray();
            float[] scales = new float[count];
            float[] expected = {5, 5, 5};
            for (int k = 0; k < count; k++) {
                scales[k] = k + 1;
                for (int j = 0; j < 3; j++) {
                    expected[j] += (k + 1) * rows[which[k]][j];
                }
            }
            float[] sum = {5, 5, 5};
            Rows.addScaled(sum, rows, which, scales, 0, count);
            assertArrayEquals(expected, sum, count + " rows");
        }
    }

    /** Small whole numbers, so that no order of summation rounds. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 4, 3", "3, 35, 7", "6, 64, 40"})
    void productsAreThoseOfTheFormulaEitherWayRound(int count, int rowCount, int width) {
        Random random = new Random(4);
        float[][] rows = numbers(random, rowCount, width);
        float[][] scales = numbers(random, count, rowCount);
        float[][] expected = new float[count][width];
        float[] flat = new float[3 + count * rowCount];
        float[] turned = new float[3 + count * rowCount];
        for (int s = 0; s < count; s++) {
            for (int r = 0; r < rowCount; r++) {
                flat[3 + s * rowCount + r] = scales[s][r];
                turned[3 + r * count + s] = scales[s][r];
                for (int j = 0; j < width; j++) {
                    expected[s][j] += scales[s][r] * rows[r][j];
                }
            }
        }
        float[][] sums = numbers(random, count, width); // to be overwritten
        Rows.multiply(sums, count, flat, 3, rowCount, 1, rows, rowCount);
        assertArrayEquals(expected, sums);
        Rows.multiply(sums, count, turned, 3, 1, count, rows, rowCount);
        assertArrayEquals(expected, sums);
    }

    private static float[][] numbers(Random random, int rows, int width) {
        float[][] numbers = new float[rows][width];
        for (float[] row : numbers) {
            for (int j = 0; j < width; j++) {
                row[j] = random.nextInt(9) - 4;
            }
        }
        return numbers;
    }

    @Test
    void theSumOfSquaresIsFiniteOnlyIfEveryNumberIs() {
        for (int count = 0; count < 9; count++) {
            float[] numbers = new float[10];
            float expected = 0;
            for (int i = 0; i < 10; i++) {
                numbers[i] = i + 1;
                expected += i < count ? numbers[i] * numbers[i] : 0;
            }
            assertEquals(expected, Rows.squares(numbers, count));
            for (int i = 0; i < count; i++) {
                for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                    float[] broken = numbers.clone();
                    broken[i] = bad;
                    assertFalse(Float.isFinite(Rows.squares(broken, count)));
                }
            }
        }
    }

    @Test
    void rowsComeBackFromAFlatArrayAndLeaveTheRestOfItAlone() {
        float[] flat = {9, 1, 2, 9, 3, 4, 9};
        float[][] rows = new float[3][2];
        Rows.deal(flat, 1, 3, rows, 2);
        assertArrayEquals(new float[][] {{1, 2}, {3, 4}, {0, 0}}, rows);
        rows[1][0] = 5;
        Rows.gather(rows, 2, flat, 1, 3);
        assertArrayEquals(new float[] {9, 1, 2, 9, 5, 4, 9}, flat);
    }

    @Test
    void aMatrixThatIsTooDenseIsGivenUp() {
        Features[] rows = {
            new Features.Dense(new float[] {1, 0, -0f}), new Features.Dense(new float[] {1, 2, Float.NaN})
        };
        NonZeros matrix = new NonZeros();
        assertFalse(matrix.set(rows, 2, 3, 5));
        assertTrue(matrix.set(rows, 2, 3, 6)); // two of them are the constant 1
        assertArrayEquals(new int[] {3, 0, 3, 0, 1, 2}, Arrays.copyOf(matrix.columns(), 6));
        assertArrayEquals(new float[] {1, 1, 1, 1, 2, Float.NaN}, Arrays.copyOf(matrix.values(), 6));
    }

    @Test
    void aMatrixTurnedRoundHoldsTheSameNumbers() {
        Random random = new Random(8);
        NonZeros matrix = new NonZeros();
        Touched touched = new Touched(50);
        for (int time = 0; time < 20; time++) {
            float[][] expected = new float[random.nextInt(12)][50];
            Features[] features = new Features[expected.length];
            for (int r = 0; r < expected.length; r++) {
                float[] row = expected[r];
                row[49] = 1;
                for (int i = random.nextInt(40); i > 0; i--) {
                    row[random.nextInt(49)] = random.nextInt(3);
                }
                features[r] = new Features.Dense(Arrays.copyOf(row, 49));
            }
            assertTrue(matrix.set(features, features.length, 49, Integer.MAX_VALUE));
            touched.set(matrix);

            float[][] byColumn = new float[expected.length][50];
            for (int slot = 0; slot < touched.count(); slot++) {
                for (int k = touched.start(slot); k < touched.start(slot + 1); k++) {
                    byColumn[touched.rows()[k]][touched.column(slot)] = touched.values()[k];
                }
            }
            assertArrayEquals(expected, byColumn);
            float[][] byRow = new float[expected.length][50];
            for (int row = 0; row < matrix.rows(); row++) {
                for (int k = matrix.start(row); k < matrix.start(row + 1); k++) {
                    byRow[row][touched.column(touched.slots()[k])] = matrix.values()[k];
                }
            }
            assertArrayEquals(expected, byRow);
        }
    }
}
