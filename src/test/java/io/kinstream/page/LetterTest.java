package io.kinstream.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LetterTest {

    @Test
    void textIsShownAsItIs() {
        Letter letter = letter("{\"left\":\"<b>ü</b>\"}".getBytes(StandardCharsets.UTF_8));
        assertEquals("{\"left\":\"<b>ü</b>\"}", letter.value());
        assertEquals(20, letter.bytes());
    }

    @Test
    void otherBytesAreShownAsHex() {
        assertEquals("00 ff 7f", letter(new byte[] {0, -1, 127}).value());
    }

    @Test
    void nothingIsShownAsNothing() {
        Letter letter = letter(null);
        assertEquals("", letter.value());
        assertEquals(0, letter.bytes());
    }

    @Test
    void onlyTheBeginningOfALargeOneIsShown() {
        Letter letter = letter("x".repeat(500_000).getBytes(StandardCharsets.UTF_8));
        assertEquals("x".repeat(8192), letter.value());
        assertEquals(500_000, letter.bytes());
    }

    @Test
    void onlyTheBeginningOfLargeBytesIsShown() {
        byte[] value = new byte[500_000];
        Arrays.fill(value, (byte) -1);
        assertEquals("ff" + " ff".repeat(8191), letter(value).value());
    }

    private static Letter letter(byte[] value) {
        return Letter.of(0, "not-json", "message", "pairs-0@1", null, value);
    }
}
