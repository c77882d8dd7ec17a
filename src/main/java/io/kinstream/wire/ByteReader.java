package io.kinstream.wire;

import io.kinstream.nn.Label;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link ByteWriter} wrote. Nothing is allocated that the bytes themselves do not pay for, and nothing but
 * {@link CorruptDataException} is thrown, whatever the bytes are.
 */
final class ByteReader {
    private final String what;
    private final ByteBuffer in;

    /** @param what the bytes should be, for messages */
    ByteReader(String what, byte[] bytes) {
        this.what = what;
        in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    int octet() {
        return need(Byte.BYTES).get() & 0xff;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = octet();
            value |= (next & 0x7fL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw corrupt("an integer must end within 10 bytes, but did not");
    }

    /** A varint from 0 to the largest int. */
    int intVarint() {
        long value = varint();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw corrupt("an integer must be from 0 to 2^31-1, but was " + Long.toUnsignedString(value));
        }
        return (int) value;
    }

    /** A varint that counts what follows. */
    int count(int bytesEach) {
        int count = intVarint();
        need((long) count * bytesEach);
        return count;
    }

    long int64() {
        return need(Long.BYTES).getLong();
    }

    int int32() {
        return need(Integer.BYTES).getInt();
    }

    float float32() {
        return Float.intBitsToFloat(int32());
    }

    float[] floats(int count) {
        need((long) count * Float.BYTES);
        float[] values = new float[count];
        floats(values, 0, count);
        return values;
    }

    /** @param values (out) filled in part */
    void floats(float[] values, int from, int count) {
        need((long) count * Float.BYTES).asFloatBuffer().get(values, from, count);
        in.position(in.position() + count * Float.BYTES);
    }

    byte[] bytes(int count) {
        need(count);
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    /** Bytes with their length, or null. */
    byte[] block() {
        int length = intVarint();
        return length == 0 ? null : bytes(length - 1);
    }

    byte[] requiredBlock() {
        byte[] bytes = block();
        if (bytes == null) {
            throw corrupt("bytes must be given, but were null");
        }
        return bytes;
    }

    String text() {
        return new String(requiredBlock(), StandardCharsets.UTF_8);
    }

    Label label() {
        int octet = octet();
        return switch (octet) {
            case 1 -> Label.SIMILAR;
            case 2 -> Label.DISSIMILAR;
            default -> throw corrupt("a label must be 1 or 2, but was " + octet);
        };
    }

    /** Reads the bytes that tell blocks of one kind from anything else. */
    void expectMagic(byte[] magic) {
        if (in.remaining() < magic.length || !Arrays.equals(bytes(magic.length), magic)) {
            throw corrupt("it must start with " + new String(magic, StandardCharsets.US_ASCII) + ", but did not");
        }
    }

    /** Reads the octet that every format starts with. */
    void expectFormat(int format) {
        expectFormat(format, format);
    }

    /** Reads that octet where several formats are known. */
    void expectFormat(int oldest, int newest) {
        int found = octet();
        if (found < oldest || found > newest) {
            String known = oldest == newest ? "" + newest : oldest + " to " + newest;
            throw corrupt("the format must be " + known + ", but was " + found
                    + (found > newest ? "; a newer version of the program may have written it" : ""));
        }
    }

    int remaining() {
        return in.remaining();
    }

    void expectEnd() {
        if (in.hasRemaining()) {
            throw corrupt(in.remaining() + " bytes too many");
        }
    }

    CorruptDataException corrupt(String problem) {
        return new CorruptDataException(
                what + " cannot be read at byte " + in.position() + " of " + in.capacity() + ": " + problem);
    }

    private ByteBuffer need(long bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw corrupt(bytes + " more bytes must follow, but only " + in.remaining() + " do");
        }
        return in;
    }
}
