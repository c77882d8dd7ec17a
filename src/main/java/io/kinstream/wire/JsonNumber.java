package io.kinstream.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads one number after another straight from the bytes of a JSON text, rounded to the nearest float. */
final class JsonNumber {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Most of many vectors: {@code 0,} as two bytes and {@code 0.0,} as four. */
    private static final int ZERO = '0' | ',' << 8;

    private static final int ZERO_WITH_POINT = '0' | '.' << 8 | '0' << 16 | ',' << 24;

    private static final long ZEROS = ZERO | (long) ZERO << 16 | (long) ZERO << 32 | (long) ZERO << 48;
    private static final long ZEROS_WITH_POINT = ZERO_WITH_POINT | (long) ZERO_WITH_POINT << 32;

    private static final int MAX_LENGTH = 100;
    private static final int MAX_EXPONENT = 1000;

    private final byte[] bytes;
    private final int lastUsual; // behind it, sixteen digits may not fit any more
    private int at;
    private long digits;

    JsonNumber(byte[] bytes) {
        this.bytes = bytes;
        lastUsual = bytes.length - 2 * Long.BYTES - 5;
    }

    /** Where the number ends that was read last. */
    int end() {
        return at;
    }

    /** The byte at a place, 0 beyond the end. */
    int octet(int place) {
        return place < bytes.length ? bytes[place] : 0;
    }

    /** The integer at a place; the limit if there is none below it. */
    int index(int place, int limit) {
        at = place;
        return wholeDigits() && at - place <= Decimal.MAX_DIGITS ? (int) Math.min(digits, limit) : limit;
    }

    /**
     * Reads numbers as long as they come in the most usual form, each with its comma: zeros, of which many come in a row,
     * and a digit, a point and up to 16 digits more. Each has another count of digits: a branch on it would often be
     * foretold wrongly, so there is none.
     *
     * @param values (in) zeros from {@code count} on, (out) the numbers after the first {@code count}
     * @return how many numbers there are by now
     */
    int usual(int place, float[] values, int count) {
        int number = place; // a local variable, as the field is slower
        int known = count;
        while (number <= lastUsual && known <= values.length - 4) {
            long eight = (long) LONGS.get(bytes, number);
            if (eight == ZEROS_WITH_POINT || eight == ZEROS) {
                known += eight == ZEROS ? 4 : 2;
                number += Long.BYTES;
                continue;
            }
            int sign = bytes[number] == '-' ? 1 : 0;
            int start = number + sign + 2;
            int whole = bytes[start - 2] - '0';
            if (whole < 0 || whole > 9 || bytes[start - 1] != '.') {
                break;
            }
            long first = (long) LONGS.get(bytes, start);
            long second = (long) LONGS.get(bytes, start + Long.BYTES);
            int digits = Decimal.leadingDigits(first);
            int more = Decimal.leadingDigits(second) & -(digits / Long.BYTES); // none if the first are not all digits
            int end = start + digits + more;
            float value = Decimal.fraction(whole, first, digits, second, more);
            if (digits == 0 || bytes[end] != ',' || Float.isNaN(value)) {
                break;
            }
            values[known++] = Float.intBitsToFloat(Float.floatToRawIntBits(value) | sign << 31);
            number = bytes[end + 1] == ' ' ? end + 2 : end + 1;
        }
        at = number;
        return known;
    }

    /** The number at a place; NaN if there is none or it is too long, infinite if it is too large. */
    float number(int place) {
        at = place;
        int four = (int) octets(at);
        if ((four & 0xffff) == ZERO) {
            at++;
            return 0;
        }
        if (four == ZERO_WITH_POINT) {
            at += 3;
            return 0;
        }
        boolean negative = octet(at) == '-';
        if (negative) {
            at++;
        }
        int first = at;
        if (!wholeDigits()) {
            return Float.NaN;
        }
        int count = at - first;
        if (octet(at) != '.' && !isExponent() && count <= Decimal.MAX_DIGITS) {
            // The cast rounds to the nearest, too. An integer has no sign when it is 0.
            return negative ? -digits : digits;
        }
        int decimals = decimals();
        int exponent = exponent();
        if (decimals < 0 || exponent == MAX_EXPONENT || at - place > MAX_LENGTH) {
            return Float.NaN;
        }
        count += decimals;
        boolean fits = count <= Decimal.MAX_DIGITS || count - leadingZeros(first) <= Decimal.MAX_DIGITS;
        float number = fits ? Decimal.nearest(digits, exponent - decimals) : Float.NaN;
        if (Float.isNaN(number)) {
            return Float.parseFloat(new String(bytes, place, at - place, StandardCharsets.ISO_8859_1));
        }
        return negative ? -number : number;
    }

    /** Reads the digits before a point, which must not start with a needless zero; false if there are none. */
    private boolean wholeDigits() {
        int start = at;
        digits = 0;
        for (int digit = octet(at) - '0'; digit >= 0 && digit <= 9; digit = octet(++at) - '0') {
            digits = 10 * digits + digit;
        }
        return at == start + 1 || at > start && bytes[start] != '0';
    }

    /** Reads a point and the digits after it, eight at a time; returns how many they were, -1 if none came. */
    private int decimals() {
        if (octet(at) != '.') {
            return 0;
        }
        int start = ++at;
        int count;
        do {
            long octets = octets(at);
            count = Decimal.leadingDigits(octets);
            digits = Decimal.append(digits, octets, count);
            at += count;
        } while (count == Long.BYTES);
        return at == start ? -1 : at - start;
    }

    private boolean isExponent() {
        return (octet(at) | 0x20) == 'e';
    }

    /** Reads an exponent, 0 if none is there; the largest stands for what is broken or beyond, either way. */
    private int exponent() {
        if (!isExponent()) {
            return 0;
        }
        int sign = octet(++at);
        if (sign == '-' || sign == '+') {
            at++;
        }
        int start = at;
        int exponent = 0;
        for (int digit = octet(at) - '0'; digit >= 0 && digit <= 9; digit = octet(++at) - '0') {
            exponent = Math.min(MAX_EXPONENT, 10 * exponent + digit);
        }
        return at == start || exponent == MAX_EXPONENT ? MAX_EXPONENT : sign == '-' ? -exponent : exponent;
    }

    private int leadingZeros(int place) {
        int zeros = 0;
        for (; octet(place) == '0' || octet(place) == '.'; place++) {
            zeros += octet(place) == '0' ? 1 : 0;
        }
        return zeros;
    }

    /** Eight bytes, the first one lowest; beyond the end they are 0. */
    private long octets(int place) {
        if (place <= bytes.length - Long.BYTES) {
            return (long) LONGS.get(bytes, place);
        }
        long octets = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            octets = octets << Byte.SIZE | octet(place + i) & 0xff;
        }
        return octets;
    }
}
