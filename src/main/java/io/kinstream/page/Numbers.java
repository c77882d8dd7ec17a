package io.kinstream.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/** Numbers as they go over the wire: as many digits as can be seen, and null for what is not known. */
final class Numbers {

    private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

    private Numbers() {}

    static Double brief(double number) {
        return Double.isFinite(number)
                ? (Double) new BigDecimal(number).round(DIGITS).doubleValue()
                : null;
    }

    static List<Double> brief(double[] numbers) {
        return Arrays.stream(numbers).mapToObj(Numbers::brief).toList();
    }
}
