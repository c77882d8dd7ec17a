package io.kinstream.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Arrays of float32 in NumPy's format {@code .npy}. */
final class NpyArray {

    // NumPy format 1.0: magic, version, length of the header, the header padded with blanks to a multiple of 64 bytes
    // and ended by a newline, the numbers. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;

    private NpyArray() {}

    /**
     * A part of an array as a file.
     *
     * @param shape as Python writes it
     */
    static byte[] encode(float[] numbers, int offset, int count, String shape) {
        byte[] header = header(shape);
        ByteBuffer bytes =
                ByteBuffer.allocate(header.length + count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(header).asFloatBuffer().put(numbers, offset, count);
        return bytes.array();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @param name of the array, for messages
     * @param numbers (out) filled from {@code offset} on
     * @throws CorruptDataException when it is not exactly {@code count} numbers of that shape
     */
    static void decode(String name, byte[] file, String shape, float[] numbers, int offset, int count) {
        ByteReader in = new ByteReader(name, file);
        byte[] header = header(shape);
        if (in.remaining() < header.length || !Arrays.equals(in.bytes(header.length), header)) {
            throw in.corrupt("it must be an array of little-endian float32 of shape " + shape + ", but was not");
        }
        in.floats(numbers, offset, count);
        in.expectEnd();
    }

    /**
     * Reads what {@link #encode} wrote of a whole vector, whatever its length.
     *
     * @throws CorruptDataException when it is not a vector
     */
    static float[] decodeVector(String name, byte[] file) {
        int count =
                Math.max(0, file.length - header("(1,)").length) / Float.BYTES; // the header of any vector is as long
        float[] numbers = new float[count];
        decode(name, file, "(" + count + ",)", numbers, 0, count);
        return numbers;
    }

    private static byte[] header(String shape) {
        String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
        int before = MAGIC.length + Short.BYTES;
        int padding = ALIGNMENT - (before + dictionary.length() + 1) % ALIGNMENT;
        byte[] text = (dictionary + " ".repeat(padding % ALIGNMENT) + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(before + text.length).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.put(MAGIC).putShort((short) text.length).put(text).array();
    }
}
