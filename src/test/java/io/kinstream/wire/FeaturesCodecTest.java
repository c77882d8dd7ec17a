package io.kinstream.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kinstream.nn.Features;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FeaturesCodecTest {
    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyBitOfAVectorComesBack(long seed) {
        Features features = Examples.features(new SplittableRandom(seed));
        byte[] bytes = FeaturesCodec.encode(features);
        Features decoded = FeaturesCodec.decode(bytes);
        assertEquals(bytes.length, encodedSize(features));
        if (features instanceof Features.Dense dense && decoded instanceof Features.Sparse sparse) {
            assertEquals(Content.of(dense.values()), Content.of(spread(sparse, dense.stored())));
        } else {
            assertEquals(Content.of(features), Content.of(decoded));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void tornBytesAreRefused(long seed) {
        byte[] bytes = FeaturesCodec.encode(Examples.features(new SplittableRandom(seed)));
        for (int length = 0; length < bytes.length; length++) {
            byte[] torn = Arrays.copyOf(bytes, length);
            assertThrows(CorruptDataException.class, () -> FeaturesCodec.decode(torn));
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThrows(CorruptDataException.class, () -> FeaturesCodec.decode(longer));
    }

    @Test
    void manyZerosMakeADenseVectorSparse() {
        float[] values = new float[784];
        values[5] = 1;
        values[400] = -0f;
        // form, count, gap 5 in one byte, gap 395 in two, two numbers
        assertEquals(1 + 1 + 1 + 2 + 8, encodedSize(new Features.Dense(values)));
        Features decoded = FeaturesCodec.decode(FeaturesCodec.encode(new Features.Dense(values)));
        assertArrayEquals(
                new int[] {5, 400},
                assertInstanceOf(Features.Sparse.class, decoded).indices());
    }

    @Test
    void negativeZeroAndTheSmallestNumbersAreNotZero() {
        float[] values = new float[100];
        Arrays.fill(values, -0f);
        values[3] = Float.MIN_VALUE;
        Features decoded = FeaturesCodec.decode(FeaturesCodec.encode(new Features.Dense(values)));
        assertEquals(Content.of(new Features.Dense(values)), Content.of(decoded));
    }

    @Test
    void aVectorIsSparseOnlyWhereThatIsSmaller() {
        // Dense 2 + 4 n, sparse 2 + 5 k: with 10 numbers the two meet at 8.
        assertInstanceOf(Features.Dense.class, ofTen(8));
        assertInstanceOf(Features.Sparse.class, ofTen(7));
    }

    @Test
    void indicesOutOfOrderAndUnknownFormsAreRefused() {
        assertRefused(2, 2, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        assertRefused(2, 2, 0xff, 0xff, 0xff, 0xff, 7, 1, 0, 0, 0, 0, 0, 0, 0, 0);
        assertRefused(0, 0);
        assertRefused(3, 0);
        assertRefused(1, 0xff, 0xff, 0xff, 0xff, 7);
        assertRefused(1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1);
    }

    private static int encodedSize(Features features) {
        return FeaturesCodec.Form.of(features).size();
    }

    private static void assertRefused(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        assertThrows(CorruptDataException.class, () -> FeaturesCodec.decode(bytes));
    }

    private static Features ofTen(int stored) {
        float[] values = new float[10];
        Arrays.fill(values, 0, stored, 1f);
        return FeaturesCodec.decode(FeaturesCodec.encode(new Features.Dense(values)));
    }

    private static float[] spread(Features.Sparse sparse, int length) {
        float[] values = new float[length];
        for (int i = 0; i < sparse.stored(); i++) {
            values[sparse.indices()[i]] = sparse.values()[i];
        }
        return values;
    }
}
