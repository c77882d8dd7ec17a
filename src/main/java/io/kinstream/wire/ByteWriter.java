package io.kinstream.wire;

import io.kinstream.nn.Label;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the building blocks of the program's own formats; {@link ByteReader} is its mirror. All is little-endian. */
final class ByteWriter {
    private ByteBuffer out;

    /** @param expected bytes; more is fine, but costs a copy */
    ByteWriter(int expected) {
        out = ByteBuffer.allocate(expected).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** How many bytes an integer takes as a {@linkplain #varint varint}. */
    static int varintSize(long value) {
        return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
    }

    /** How many bytes a {@linkplain #block block} takes. */
    static int blockSize(byte[] bytes) {
        return varintSize(bytes.length + 1L) + bytes.length;
    }

    ByteWriter octet(int value) {
        room(Byte.BYTES).put((byte) value);
        return this;
    }

    /** Seven bits a byte, the lowest first, the eighth bit says that more follow; small numbers take one byte. */
    ByteWriter varint(long value) {
        if (value >= 0 && value < 0x80) {
            return octet((int) value); // as nearly all are
        }
        room(varintSize(value));
        for (; (value & ~0x7fL) != 0; value >>>= 7) {
            out.put((byte) (value | 0x80));
        }
        out.put((byte) value);
        return this;
    }

    ByteWriter int64(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    ByteWriter int32(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    ByteWriter float32(float value) {
        return int32(Float.floatToRawIntBits(value));
    }

    /** The numbers alone; how many must be known otherwise. */
    ByteWriter floats(float[] values, int from, int count) {
        room(count * Float.BYTES).asFloatBuffer().put(values, from, count);
        out.position(out.position() + count * Float.BYTES);
        return this;
    }

    ByteWriter bytes(byte[] bytes, int from, int count) {
        room(count).put(bytes, from, count);
        return this;
    }

    /** Bytes with their length; null is kept apart from empty. */
    ByteWriter block(byte[] bytes) {
        if (bytes == null) {
            return varint(0);
        }
        return varint(bytes.length + 1L).bytes(bytes, 0, bytes.length);
    }

    ByteWriter text(String text) {
        return block(text.getBytes(StandardCharsets.UTF_8));
    }

    ByteWriter label(Label label) {
        return octet(
                switch (label) {
                    case SIMILAR -> 1;
                    case DISSIMILAR -> 2;
                });
    }

    byte[] written() {
        return out.position() == out.capacity() ? out.array() : Arrays.copyOf(out.array(), out.position());
    }

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            int needed = Math.addExact(out.position(), bytes);
            byte[] larger = Arrays.copyOf(out.array(), Math.max(needed, (int) Math.min(2L * out.capacity(), 1 << 30)));
            out = ByteBuffer.wrap(larger).order(ByteOrder.LITTLE_ENDIAN).position(out.position());
        }
        return out;
    }
}
