package io.kinstream.wire;

/**
 * Reads JSON arrays of numbers straight from the bytes. What is not plain (anything but numbers, broken JSON, numbers out
 * of range) it does not judge: that is left to the parser.
 */
final class JsonNumbers {
    private final JsonNumber number;
    private int at;

    JsonNumbers(byte[] bytes) {
        number = new JsonNumber(bytes);
    }

    /**
     * Reads an array to its end.
     *
     * @param from the place after the opening bracket
     * @param values (in) zeros, (out) the numbers, all finite
     * @return how many there were; -1 if they are not plain or more than there is room for
     */
    int floats(int from, float[] values) {
        int count = 0;
        for (boolean more = open(from); more; more = next()) {
            count = number.usual(at, values, count);
            skipSpace(number.end());
            float value = count < values.length ? number.number(at) : Float.NaN;
            if (!Float.isFinite(value)) {
                return -1;
            }
            values[count++] = value;
        }
        return number.octet(at) == ']' ? count : -1;
    }

    /**
     * Reads an array to its end.
     *
     * @param from the place after the opening bracket
     * @param indices (out) the numbers, all below the limit
     * @return how many there were; -1 if they are not plain or more than there is room for
     */
    int indices(int from, int[] indices, int limit) {
        int count = 0;
        for (boolean more = open(from); more; more = next()) {
            int index = count < indices.length ? number.index(at, limit) : limit;
            if (index == limit) {
                return -1;
            }
            indices[count++] = index;
        }
        return number.octet(at) == ']' ? count : -1;
    }

    /** Where the closing bracket of the array is that was read last. */
    int end() {
        return at;
    }

    private boolean open(int from) {
        skipSpace(from);
        return number.octet(at) != ']';
    }

    /** Goes from the end of an element to the next one; false if none follows, be it at a bracket or not. */
    private boolean next() {
        skipSpace(number.end());
        boolean comma = number.octet(at) == ',';
        if (comma) {
            skipSpace(at + 1);
        }
        return comma;
    }

    private void skipSpace(int from) {
        at = from;
        for (int octet = number.octet(at); octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t'; ) {
            octet = number.octet(++at);
        }
    }
}
