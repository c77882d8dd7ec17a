package io.kinstream.paper;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A picture to be shown.
 *
 * @param side pixels along each side
 * @param pixels [side x side], row by row from the top, each in [0, 1]
 * @param ink whether they say how much ink there is on whatever is below, instead of how bright it is
 */
record Grey(int side, float[] pixels, boolean ink) {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte BITS = 8;
    private static final byte GREY = 0;
    private static final byte GREY_AND_ALPHA = 4;

    /** As a PNG (ISO/IEC 15948) within an address. */
    String address() {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png());
    }

    byte[] png() {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(side).putInt(side).put(BITS);
        chunk(png, "IHDR", header.put(ink ? GREY_AND_ALPHA : GREY).array());
        chunk(png, "IDAT", deflated(rows()));
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    /** Each row begins with its filter, 0: none. */
    private byte[] rows() {
        ByteBuffer rows = ByteBuffer.allocate(side * (1 + side * (ink ? 2 : 1)));
        for (int i = 0; i < pixels.length; i++) {
            if (i % side == 0) {
                rows.put((byte) 0);
            }
            if (ink) {
                rows.put((byte) 0);
            }
            rows.put((byte) Math.round(pixels[i] * 255));
        }
        return rows.array();
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] content) {
        ByteBuffer chunk = ByteBuffer.allocate(content.length + 12).putInt(content.length);
        for (char letter : type.toCharArray()) {
            chunk.put((byte) letter);
        }
        chunk.put(content);
        CRC32 sum = new CRC32();
        sum.update(chunk.array(), 4, content.length + 4);
        png.writeBytes(chunk.putInt((int) sum.getValue()).array());
    }
}
