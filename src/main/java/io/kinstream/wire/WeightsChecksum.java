package io.kinstream.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of numbers as little-endian float32: what any other program computes over the same numbers. */
final class WeightsChecksum {
    private static final int CHUNK = 16 * 1024;

    private WeightsChecksum() {}

    /**
     * Of arrays, one after another.
     *
     * @return 64 digits of lower-case hex
     */
    static String of(float[]... arrays) {
        MessageDigest digest = sha256();
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] numbers : arrays) {
            for (int from = 0; from < numbers.length; from += CHUNK) {
                int count = Math.min(CHUNK, numbers.length - from);
                bytes.clear().asFloatBuffer().put(numbers, from, count);
                digest.update(bytes.limit(count * Float.BYTES));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
