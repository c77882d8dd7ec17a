package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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

    @Test
    void rowsOfAFlatArrayGiveTheSameBits() {
        Random random = new Random(3);
        int width = 37;
        float[] flat = new float[5 + 20 * width];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = random.nextFloat() - 0.5f;
        }
        float[][] rows = IntStream.range(0, 20)
                .mapToObj(row -> Arrays.copyOfRange(flat, 5 + row * width, 5 + (row + 1) * width))
                .toArray(float[][]::new);
        int[] which = random.ints(31, 0, 20).toArray();
        float[] scales = new float[31];
        for (int k = 0; k < 31; k++) {
            scales[k] = random.nextFloat();
        }
        float[] sum = new float[width];
        float[] flatSum = new float[width];
        Rows.addScaled(sum, rows, which, scales, 2, 31);
        Rows.addScaled(flatSum, flat, 5, which, scales, 2, 31);
        assertArrayEquals(sum, flatSum);
    }

    @Test
    void theSumOfSquaresIsFiniteExactlyIfEveryNumberIs() {
        float[][] rows = {{1, 2, 3}, {4, 5, 6}, {Float.NaN, 0, 0}};
        assertEquals(91, Rows.squares(rows, 2, 3));
        float[] huge = new float[1000];
        Arrays.fill(huge, Float.MAX_VALUE);
        assertEquals(
                2000.0 * Float.MAX_VALUE * Float.MAX_VALUE, Rows.squares(new float[][] {huge, huge}, 2, 1000), 1e70);
        for (int i = 0; i < 6; i++) {
            for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                float[][] broken = {rows[0].clone(), rows[1].clone()};
                broken[i / 3][i % 3] = bad;
                assertFalse(Double.isFinite(Rows.squares(broken, 2, 3)));
            }
        }
    }

    @Test
    void aMatrixWrittenOutHasItsZerosAgain() {
        NonZeros matrix = new NonZeros();
        float[] out = new float[9];
        for (float[] row : new float[][] {{7, 7}, {0, 3}}) { // the second time over what the first one left
            matrix.clear();
            matrix.add(row);
            matrix.add(new Features.Sparse(new int[] {1}, new float[] {5}), 2);
            Arrays.fill(out, 6, 9, 9);
            matrix.writeOut(out, 3);
            assertArrayEquals(new float[] {row[0], row[1], 1, 0, 5, 1, 9, 9, 9}, out);
        }
        assertEquals(4 / 6.0, matrix.density(3));
    }

    @Test
    void aMatrixTurnedRoundHoldsTheSameNumbers() {
        Random random = new Random(8);
        NonZeros matrix = new NonZeros();
        Touched touched = new Touched(50);
        for (int time = 0; time < 20; time++) {
            float[][] expected = new float[random.nextInt(12)][50];
            matrix.clear();
            for (float[] row : expected) {
                for (int i = random.nextInt(40); i > 0; i--) {
                    row[random.nextInt(50)] = random.nextInt(3);
                }
                matrix.append(row);
                matrix.endRow();
            }
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
