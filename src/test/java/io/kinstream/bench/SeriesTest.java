package io.kinstream.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesTest {

    @Test
    void theMedianIsTheFigureInTheMiddleWhateverTheOrder() {
        assertEquals(3, new Series("s", List.of(9.0, 1.0, 3.0)).median());
        assertEquals(7, new Series("s", List.of(7.0)).median());
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
        assertEquals(2.5, new Series("s", List.of(4.0, 100.0, 1.0, 1.0)).median());
        assertEquals(3, new Series("s", List.of(4.0, 2.0)).median());
    }

    @Test
    void aFigureThatIsMissingMakesTheMedianMissing() {
        assertEquals(Double.NaN, Series.median(new double[] {1, Double.NaN, 2}));
    }

    @Test
    void aQuantileIsTheSmallestFigureThatSoManyDoNotExceed() {
        double[] hundred =
                IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray();
        assertEquals(99, Series.quantile(hundred, 0.99));
        assertEquals(50, Series.quantile(hundred, 0.5));
        assertEquals(8, Series.quantile(new double[] {8, 2, 4}, 0.99));
    }

    @Test
    void aSeriesWithoutRoundsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Series("s", List.of()));
    }
}
