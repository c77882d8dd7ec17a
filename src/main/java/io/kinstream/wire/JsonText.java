package io.kinstream.wire;

import java.io.InputStream;

/**
 * The text of an event as the parser reads it: in pieces that end at each opening bracket, so that when the parser comes
 * upon an array it has seen nothing of what is in it. Plain numbers can then be taken out here, many times faster than
 * token by token, and to the parser the array is empty.
 */
final class JsonText extends InputStream {
    private final byte[] bytes;
    private final JsonNumbers numbers;
    private final boolean mayTake;
    private int at;
    private int taken;

    JsonText(byte[] bytes) {
        this(bytes, true);
    }

    private JsonText(byte[] bytes, boolean mayTake) {
        this.bytes = bytes;
        this.mayTake = mayTake;
        numbers = new JsonNumbers(bytes);
    }

    /** A text of which the parser reads every byte. */
    static JsonText untouched(byte[] bytes) {
        return new JsonText(bytes, false);
    }

    int length() {
        return bytes.length;
    }

    /**
     * Takes out the numbers of the array that was just entered.
     *
     * @param seen how many bytes the parser has gone through
     * @param values (in) zeros, (out) the numbers, all finite
     * @return how many there were; 0 if the parser must read them
     */
    int takeFloats(long seen, float[] values) {
        return isBehindBracket(seen) ? taken(numbers.floats(at, values)) : 0;
    }

    /**
     * Takes out the numbers of the array that was just entered.
     *
     * @param seen how many bytes the parser has gone through
     * @param indices (out) the numbers, all below the limit
     * @return how many there were; 0 if the parser must read them
     */
    int takeIndices(long seen, int[] indices, int limit) {
        return isBehindBracket(seen) ? taken(numbers.indices(at, indices, limit)) : 0;
    }

    /** Whether the parser has been shown less than there is, so that the places it tells are wrong. */
    boolean hasTaken() {
        return taken > 0;
    }

    @Override
    public int read() {
        return at < bytes.length ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int most) {
        int limit = Math.min(bytes.length - at, most) + at;
        if (at == limit) {
            return most == 0 ? 0 : -1;
        }
        int start = at;
        while (at < limit && bytes[at++] != '[') {}
        System.arraycopy(bytes, start, into, from, at - start);
        return at - start;
    }

    private boolean isBehindBracket(long seen) {
        return mayTake && seen == at - taken && at > 0 && bytes[at - 1] == '[';
    }

    private int taken(int count) {
        if (count <= 0) {
            return 0;
        }
        taken += numbers.end() - at;
        at = numbers.end();
        return count;
    }
}
