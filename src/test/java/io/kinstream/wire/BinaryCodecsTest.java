package io.kinstream.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.learn.Pair;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training log and waiting pairs. */
class BinaryCodecsTest {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyBitOfALogEntryComesBack(long seed) {
        byte[] bytes = LogEntryCodec.encode(Examples.entry(new SplittableRandom(seed)));
        LogEntry decoded = LogEntryCodec.decode(bytes);
        // A dense vector may come back sparse, so that what is compared is the decoded form written again.
        assertEquals(Content.of(bytes), Content.of(LogEntryCodec.encode(decoded)));
        if (decoded instanceof LogEntry.Learn learn) {
            LogEntry.Learn entry = (LogEntry.Learn) Examples.entry(new SplittableRandom(seed));
            assertEquals(entry.origin(), learn.origin());
            assertEquals(entry.pair().label(), learn.pair().label());
            assertEquals(entry.pair().weight(), learn.pair().weight());
            assertEquals(sent(entry.pair().left()), Content.of(learn.pair().left()));
            assertEquals(sent(entry.pair().right()), Content.of(learn.pair().right()));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyBitOfAWaitingPairComesBack(long seed) {
        WaitingPair waiting = Examples.waiting(new SplittableRandom(seed));
        WaitingPair decoded = WaitingPairCodec.decode(WaitingPairCodec.encode(waiting));
        assertEquals(Content.of(waiting), Content.of(decoded));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyBitOfAStoredPairComesBack(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Pair pair = new Pair(Examples.features(random), Examples.features(random), Label.DISSIMILAR, 0.1f);
        Pair decoded = ReplayCodec.decodePair(ReplayCodec.encode(pair));
        assertEquals(pair.label(), decoded.label());
        assertEquals(pair.weight(), decoded.weight());
        assertEquals(sent(pair.left()), Content.of(decoded.left()));
        assertEquals(sent(pair.right()), Content.of(decoded.right()));
        assertTornRefused(ReplayCodec.encode(pair), ReplayCodec::decodePair);
    }

    @Test
    void entriesOfAReplayBufferThatAreMissingOrOfAnotherKindAreRefused() {
        byte[] extent = ReplayCodec.encode(new ReplayCodec.Extent(10, 0, 5));
        assertThrows(CorruptDataException.class, () -> ReplayCodec.decodePair(extent));
        assertThrows(CorruptDataException.class, () -> ReplayCodec.decodePair(null));
        byte[] backwards = ReplayCodec.encode(new ReplayCodec.Extent(10, 6, 5));
        assertThrows(CorruptDataException.class, () -> ReplayCodec.decodeExtent(backwards));
        assertTornRefused(extent, ReplayCodec::decodeExtent);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void tornEntriesAreRefused(long seed) {
        assertTornRefused(LogEntryCodec.encode(Examples.entry(new SplittableRandom(seed))), LogEntryCodec::decode);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void tornWaitingPairsAreRefused(long seed) {
        assertTornRefused(
                WaitingPairCodec.encode(Examples.waiting(new SplittableRandom(seed))), WaitingPairCodec::decode);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void changedBytesAreReadOrRefusedButNothingElse(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        assertOnlyRefused(LogEntryCodec.encode(Examples.learn()), random, LogEntryCodec::decode);
        assertOnlyRefused(WaitingPairCodec.encode(Examples.waiting()), random, WaitingPairCodec::decode);
    }

    @Test
    void aNewerFormatIsRefusedWithItsNumber() {
        byte[] bytes = LogEntryCodec.encode(new LogEntry.Flush());
        bytes[0] = 2;
        CorruptDataException refused = assertThrows(CorruptDataException.class, () -> LogEntryCodec.decode(bytes));
        assertTrue(refused.getMessage().contains("the format must be 1, but was 2; a newer version"));
    }

    @Test
    void aSparsePairTakesFarFewerBytesThanItsNumbers() {
        float[] values = new float[784];
        Arrays.fill(values, 300, 450, 0.5f);
        Features features = new Features.Dense(values);
        Pair pair = new Pair(features, features, Label.SIMILAR, 1);
        byte[] bytes = LogEntryCodec.encode(new LogEntry.Learn(new Origin("kinstream.pairs", 0, 1_000_000), pair));
        assertTrue(bytes.length < 2 * 150 * 5 + 50, "bytes: " + bytes.length);
    }

    private static String sent(Features features) {
        return Content.of(FeaturesCodec.decode(FeaturesCodec.encode(features)));
    }

    private static void assertTornRefused(byte[] bytes, Function<byte[], ?> decode) {
        for (int length = 0; length < bytes.length; length++) {
            byte[] torn = Examples.cut(bytes, length);
            assertThrows(CorruptDataException.class, () -> decode.apply(torn));
        }
        assertThrows(CorruptDataException.class, () -> decode.apply(Examples.cut(bytes, bytes.length + 1)));
    }

    private static void assertOnlyRefused(byte[] bytes, SplittableRandom random, Function<byte[], ?> decode) {
        for (int i = 0; i < 100; i++) {
            byte[] changed = bytes.clone();
            changed[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            try {
                decode.apply(changed);
            } catch (CorruptDataException refused) {
                assertTrue(refused.getMessage().contains("cannot be read at byte"));
            }
        }
    }
}
