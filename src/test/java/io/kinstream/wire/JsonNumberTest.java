package io.kinstream.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumberTest {
    private static final int TEXTS = 200_000;

    /** What programs write, and what is hard to round. */
    private enum Kind {
        FLOATS(random -> Float.toString(Float.intBitsToFloat(random.nextInt()))),
        DOUBLES(random -> Double.toString(random.nextDouble(-2, 2))),
        GREY_VALUES(random -> Double.toString(random.nextInt(256) / 255.0)),
        SOFTMAX(random -> Double.toString(Math.exp(-100 * random.nextDouble()))),
        INTEGERS(random -> Long.toString(random.nextLong() >> random.nextInt(64))),
        ANY_DIGITS(JsonNumberTest::anyDigits),
        HALFWAY(JsonNumberTest::nearHalfway);

        private final Function<SplittableRandom, String> text;

        Kind(Function<SplittableRandom, String> text) {
            this.text = text;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyNumberIsTheNearestFloat(Kind kind) {
        SplittableRandom random = new SplittableRandom(kind.ordinal());
        int read = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = kind.text.apply(random);
            float expected = Float.parseFloat(text);
            if (Float.isFinite(expected) && !text.equals("-0")) {
                assertRead(expected, text);
                read++;
            }
        }
        assertTrue(read > TEXTS / 2, "numbers: " + read);
    }

    /** Up to 24 digits with the point anywhere or nowhere, and an exponent or none. */
    private static String anyDigits(SplittableRandom random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
        text.append(random.nextBoolean() ? "0" : digits(random, 1).replace('0', '7') + digits(random, 12));
        if (random.nextBoolean()) {
            text.append('.').append("0".repeat(random.nextInt(20))).append(digits(random, 12));
        }
        if (random.nextInt(3) == 0) {
            text.append(random.nextBoolean() ? "e" : "E").append(random.nextBoolean() ? "" : "+");
            text.append(random.nextBoolean() ? "0" : "").append(random.nextInt(30));
        } else if (random.nextBoolean()) {
            text.append("e-").append(random.nextInt(40));
        }
        return text.toString();
    }

    private static String digits(SplittableRandom random, int most) {
        StringBuilder digits = new StringBuilder();
        for (int i = random.nextInt(most); i >= 0; i--) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    /** A number halfway between two floats, exactly or cut off after a few digits. */
    private static String nearHalfway(SplittableRandom random) {
        float below = (float) Math.scalb(1 + random.nextDouble(), random.nextInt(-70, 70));
        BigDecimal halfway =
                new BigDecimal(below).add(new BigDecimal(Math.nextUp(below))).divide(BigDecimal.valueOf(2));
        int digits = random.nextInt(7, 40);
        BigDecimal cut = random.nextBoolean() ? halfway : halfway.round(new MathContext(digits));
        return random.nextBoolean() ? cut.toString() : cut.toPlainString();
    }

    @Test
    void anIntegerHasNoSignWhenItIsZeroButAFractionHas() {
        assertRead(0f, "-0");
        assertRead(-0f, "-0.0");
        assertRead(-0f, "-0e0");
        assertRead(-0f, "-1e-60");
    }

    @Test
    void theLargestAndTheSmallestNumbersAreRead() {
        assertRead(Float.MAX_VALUE, "34028235e31");
        assertRead(Float.MAX_VALUE, "34028235677973365e22");
        assertRead(1e-22f, "1e-22");
        assertRead(Float.MIN_NORMAL, "1.17549435E-38");
        assertRead(Float.MIN_VALUE, "1.4e-45");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                ".5",
                "-.5",
                "1.",
                "1.e1",
                "01",
                "-01",
                "00.5",
                "1e",
                "1e+",
                "1e-",
                "e5",
                "NaN",
                "Infinity",
                "1e999",
                "1e-1000",
                "0e1000",
                "1e39",
                "-3.5e38",
                "\"1\"",
                "x",
                "0x10",
                "1f",
                "0.0.0",
                "1e5.5",
                "1 2",
                "--1"
            })
    void whatIsNoFiniteNumberIsNotRead(String text) {
        assertFalse(Float.isFinite(read(text)), text);
    }

    @Test
    void whatIsLongerThanAnyoneWritesIsNotRead() {
        String digits = "1." + "0".repeat(98);
        assertRead(1f, digits);
        assertFalse(Float.isFinite(read(digits + "0")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 10, 70_000, Integer.MAX_VALUE})
    void anIndexIsBelowItsLimit(int limit) {
        assertEquals(limit - 1, index(Integer.toString(limit - 1), limit));
        for (String text : new String[] {
            Integer.toString(limit), "-1", "", "x", "00", "4294967296", "18446744073709551616", "9".repeat(400)
        }) {
            assertEquals(limit, index(text, limit), text);
        }
    }

    private static int index(String text, int limit) {
        return new JsonNumber(Examples.utf8(text + "]")).index(0, limit);
    }

    /** Wherever the number stands: what is behind it must not matter. */
    private static void assertRead(float expected, String text) {
        assertEquals(Float.floatToRawIntBits(expected), Float.floatToRawIntBits(read(text)), text);
    }

    /** NaN if not all of the text was read. */
    private static float read(String text) {
        float alone = readBefore(text, "");
        float followed = readBefore(text, ",0.25,7");
        assertEquals(alone, followed, text);
        assertEquals(Float.isFinite(alone) ? alone : Float.NaN, readAmongUsual(text), text);
        return alone;
    }

    /** Among numbers of the most usual form, NaN if it does not get through. */
    private static float readAmongUsual(String text) {
        String array = "[0.0,-0.5, " + text + ", " + text + "," + text + ",0.0,0.0,0.25,-0.12345678]";
        float[] values = new float[12];
        int count = new JsonNumbers(Examples.utf8(array)).floats(1, values);
        if (count < 0) {
            return Float.NaN;
        }
        float[] expected = {0f, -0.5f, values[2], values[2], values[2], 0f, 0f, 0.25f, -0.12345678f};
        assertArrayEquals(expected, Arrays.copyOf(values, count), text);
        return values[2];
    }

    private static float readBefore(String text, String rest) {
        JsonNumber number = new JsonNumber(Examples.utf8("[" + text + rest));
        float value = number.number(1);
        return number.end() == 1 + text.length() ? value : Float.NaN;
    }
}
