package io.kinstream.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What is UTF-8 and what is not. Parsers let some of the latter pass, so that two byte strings would be one id. */
final class Utf8 {
    private Utf8() {}

    /** Whether the bytes are UTF-8 to the letter: no overlong forms, no halves of surrogate pairs. */
    static boolean isValid(byte[] bytes) {
        if (isAscii(bytes)) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isAscii(byte[] bytes) {
        int all = 0;
        for (byte each : bytes) {
            all |= each;
        }
        return all >= 0;
    }
}
