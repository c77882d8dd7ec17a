package io.kinstream.wire;

import io.kinstream.nn.Architecture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A model as a file for other programs: NumPy's {@code .npz}, a zip of arrays. {@code w0 [inputs x outputs]} and
 * {@code b0 [outputs]} are the first layer, and so on; {@code manifest.json} is the manifest.
 */
public final class NpzModel {

    // NumPy format 1.0: magic, version, length of the header, the header padded with blanks to a multiple of 64 bytes
    // and ended by a newline, the numbers. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;

    private NpzModel() {}

    /** Writes the file; the stream is left open. */
    public static void write(ModelSnapshot model, OutputStream out) throws IOException {
        Architecture architecture = model.manifest().architecture();
        ZipOutputStream zip = new ZipOutputStream(out);
        entry(zip, "manifest.json", model.manifest().toJson());
        for (int layer = 0; layer < architecture.depth(); layer++) {
            int inputs = architecture.inputs(layer);
            int outputs = architecture.outputs(layer);
            String shape = "(" + inputs + ", " + outputs + ")";
            entry(zip, "w" + layer + ".npy", array(model, architecture.offset(layer), inputs * outputs, shape));
            entry(
                    zip,
                    "b" + layer + ".npy",
                    array(model, architecture.offset(layer) + inputs * outputs, outputs, "(" + outputs + ",)"));
        }
        zip.finish();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0); // the same model gives the same bytes
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] array(ModelSnapshot model, int offset, int count, String shape) throws IOException {
        String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
        int before = MAGIC.length + Short.BYTES;
        int padding = ALIGNMENT - (before + dictionary.length() + 1) % ALIGNMENT;
        String header = dictionary + " ".repeat(padding % ALIGNMENT) + "\n";
        ByteBuffer length = ByteBuffer.allocate(Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer numbers = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        numbers.asFloatBuffer().put(model.parameters(), offset, count);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(MAGIC);
        bytes.write(length.putShort((short) header.length()).array());
        bytes.write(header.getBytes(StandardCharsets.US_ASCII));
        bytes.write(numbers.array());
        return bytes.toByteArray();
    }
}
