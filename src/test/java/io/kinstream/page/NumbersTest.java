package io.kinstream.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0.123456789, 0.1235",
        "-0.00012344, -1.234E-4",
        "1, 1.0",
        "9.99999, 10.0",
        "123456, 123500.0",
        "0.3, 0.3",
        "1e-40, 0.0",
        "0, 0.0"
    })
    void fourDigitsAreShown(double number, String shown) {
        assertEquals(shown, Numbers.brief(number).toString());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNoNumberIsNotKnown(double number) {
        assertNull(Numbers.brief(number));
    }

    @Test
    void numbersOfAnySizeAreThoseOfExactArithmetic() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            double number = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-15, 15));
            double exact = new BigDecimal(number).round(new MathContext(4)).doubleValue();
            assertEquals(exact, Numbers.brief(number), Math.ulp(exact), "of " + number);
        }
    }

    @Test
    void aListKeepsItsOrder() {
        assertEquals(List.of(1.0, 0.5), Numbers.brief(new double[] {1, 0.5}));
    }
}
