package io.kinstream.local;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** Small IDX files written by hand, right and wrong ones. */
final class IdxFiles {
    private IdxFiles() {}

    static byte[] bytes(int[] header, int... content) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * header.length + content.length);
        for (int number : header) {
            buffer.putInt(number);
        }
        for (int value : content) {
            buffer.put((byte) value);
        }
        return buffer.array();
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }

    static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
