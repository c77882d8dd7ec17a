package io.kinstream.page;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A dead letter as it is shown.
 *
 * @param at when the event was written, milliseconds since 1970
 * @param source where it stands
 * @param value as text, or as hex if it is none; empty if it is null
 * @param bytes how many the value has; {@code value} shows no more than the first of them
 */
public record Letter(long at, String reason, String message, String source, String key, String value, int bytes) {

    private static final int MOST_SHOWN = 8 * 1024;

    /** @param key and value as they came, either may be null */
    public static Letter of(long at, String reason, String message, String source, byte[] key, byte[] value) {
        return new Letter(at, reason, message, source, shown(key), shown(value), value == null ? 0 : value.length);
    }

    private static String shown(byte[] bytes) {
        if (bytes == null) {
            return "";
        }
        try {
            String whole = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return whole.length() > MOST_SHOWN ? whole.substring(0, MOST_SHOWN) : whole;
        } catch (CharacterCodingException notText) {
            return HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(bytes.length, MOST_SHOWN));
        }
    }
}
