package io.kinstream.wire;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class Utf8Test {
    private static final int LONGEST = 40;

    @Test
    void aByteThatIsNotUtf8IsFoundWhereverItIs() {
        for (int length = 1; length <= LONGEST; length++) {
            for (int place = 0; place < length; place++) {
                byte[] bytes = new byte[length];
                assertTrue(Utf8.isValid(bytes));
                bytes[place] = (byte) 0x80;
                assertFalse(Utf8.isValid(bytes), place + " of " + length);
            }
        }
    }

    @Test
    void everyLetterIsUtf8WhereverItIs() {
        for (int before = 0; before < LONGEST; before++) {
            assertTrue(Utf8.isValid(Examples.utf8("a".repeat(before) + "ü商🙂")));
        }
    }
}
