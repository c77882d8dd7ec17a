package io.kinstream.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KnownItemTest {
    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anItemThatPairsWaitForComesBack(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long first = random.nextLong(1L << random.nextInt(1, 62));
        byte[] features = random.nextBoolean() ? FeaturesCodec.encode(Examples.features(random)) : null;
        KnownItem item = new KnownItem(features, first, first + random.nextInt(1, 9), random.nextBoolean());
        KnownItem decoded = KnownItem.decode(item.encode());
        assertTrue(decoded.isWaitedFor());
        assertArrayEquals(features, decoded.features());
        assertEquals(
                List.of(item.first(), item.end(), item.linedUp()),
                List.of(decoded.first(), decoded.end(), decoded.linedUp()));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anItemThatNoPairWaitsForIsItsFeatures(long seed) {
        byte[] features = FeaturesCodec.encode(Examples.features(new SplittableRandom(seed)));
        KnownItem item = KnownItem.decode(features);
        assertFalse(item.isWaitedFor());
        assertArrayEquals(features, item.features());
        assertArrayEquals(features, new KnownItem(features, 7, 7, true).encode());
    }

    @Test
    void nothingIsKnownOfAnItemWithoutFeaturesThatNoPairWaitsFor() {
        assertNull(KnownItem.decode(null).features());
        assertFalse(KnownItem.decode(null).isWaitedFor());
        assertNull(new KnownItem(null, 7, 7, true).encode());
    }

    @Test
    void whatSaysWhoWaitsIsRefusedIfTorn() {
        byte[] bytes = new KnownItem(null, 1L << 40, (1L << 40) + 3, true).encode();
        for (int length = 0; length < bytes.length; length++) {
            byte[] torn = Arrays.copyOf(bytes, length);
            assertThrows(CorruptDataException.class, () -> KnownItem.decode(torn));
        }
        byte[] nobodyWaits = {0, 5, 5, 0};
        assertThrows(CorruptDataException.class, () -> KnownItem.decode(nobodyWaits));
        byte[] oddLine = {0, 5, 6, 2};
        assertThrows(CorruptDataException.class, () -> KnownItem.decode(oddLine));
    }
}
