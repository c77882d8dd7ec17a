package io.kinstream.local;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The IDX format of the MNIST files: a big-endian int32 magic number, the count, the size of one entry, then unsigned
 * bytes. A gzipped file is recognised by its first two bytes, whatever it is called.
 */
final class IdxFile {
    private static final int IMAGES = 2051;
    private static final int LABELS = 2049;
    private static final int GZIP = 0x1f8b;
    /** 4 MB an image: far above any digit, far below what a damaged header could ask for. */
    private static final int MAX_SIDE = 2048;

    private IdxFile() {}

    /**
     * The images, each [rows x columns], row-major, one byte a pixel.
     *
     * @param name of the file, for the message
     * @throws IOException if the stream cannot be read, is not such a file, or is shorter or longer than it says
     */
    static byte[][] images(InputStream stream, String name) throws IOException {
        return read(stream, name, IMAGES, "images");
    }

    /** The labels, one byte each; otherwise as {@link #images}. */
    static byte[] labels(InputStream stream, String name) throws IOException {
        byte[][] entries = read(stream, name, LABELS, "labels");
        byte[] labels = new byte[entries.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = entries[i][0];
        }
        return labels;
    }

    private static byte[][] read(InputStream stream, String name, int magic, String what) throws IOException {
        try (DataInputStream in = open(stream)) {
            int found = in.readInt();
            if (found != magic) {
                throw new IOException(
                        name + ": first number must be " + magic + " for IDX " + what + ", but was " + found);
            }
            int count = atLeastOne(in.readInt(), name, "count");
            int size = magic == IMAGES ? side(in, name, "rows") * side(in, name, "columns") : 1;
            List<byte[]> entries = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byte[] entry = in.readNBytes(size);
                if (entry.length < size) {
                    throw new IOException(name + ": must hold " + count + " " + what + ", but ends after " + i);
                }
                entries.add(entry);
            }
            if (in.read() >= 0) {
                throw new IOException(name + ": must end after " + count + " " + what + ", but goes on");
            }
            return entries.toArray(byte[][]::new);
        } catch (EOFException e) {
            throw new IOException(name + ": is cut off", e);
        }
    }

    private static DataInputStream open(InputStream stream) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(stream);
        buffered.mark(2);
        int start = buffered.read() << 8 | buffered.read();
        buffered.reset();
        return new DataInputStream(start == GZIP ? new BufferedInputStream(new GZIPInputStream(buffered)) : buffered);
    }

    private static int side(DataInputStream in, String name, String what) throws IOException {
        int side = atLeastOne(in.readInt(), name, what);
        if (side > MAX_SIDE) {
            throw new IOException(name + ": " + what + " must be at most " + MAX_SIDE + ", but was " + side);
        }
        return side;
    }

    private static int atLeastOne(int number, String name, String what) throws IOException {
        if (number < 1) {
            throw new IOException(name + ": " + what + " must be at least 1, but was " + number);
        }
        return number;
    }
}
