package io.kinstream.wire;

import io.kinstream.learn.Pair;
import io.kinstream.local.Dataset;
import io.kinstream.local.MnistDataset;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the benchmarks read and write: many of each kind, so that no branch is learned by heart. */
final class Samples {
    static final int COUNT = 256;
    static final int INPUTS = 784;
    static final int SPARSE_INPUTS = 8192;

    private final SplittableRandom random = new SplittableRandom(1);
    private final List<Dataset.Item> digits = bundledDigits();

    private static List<Dataset.Item> bundledDigits() {
        try {
            return MnistDataset.bundled().training();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each sample made by its number. */
    static <T> List<T> of(IntFunction<T> sample) {
        return IntStream.range(0, COUNT).mapToObj(sample).toList();
    }

    float[] digit(int number) {
        return digits.get(number).features();
    }

    /** Two digits, about one number in five not zero. */
    Pair digits(int number) {
        return pair(digit(2 * number), digit(2 * number + 1));
    }

    /** Two vectors without a zero. */
    Pair dense() {
        return pair(uniform(INPUTS), uniform(INPUTS));
    }

    float[] uniform(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return values;
    }

    private static Pair pair(float[] left, float[] right) {
        return new Pair(new Features.Dense(left), new Features.Dense(right), Label.SIMILAR, 1);
    }

    /** A pair with its numbers as a program would write them. */
    static byte[] json(String left, String right) {
        return utf8(
                "{\"left\":{\"features\":" + left + "},\"right\":{\"features\":" + right + "},\"label\":\"similar\"}");
    }

    /** A hundred numbers of many. */
    byte[] sparseJson() {
        String indices = random.ints(0, SPARSE_INPUTS)
                .distinct()
                .limit(100)
                .sorted()
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "[", "]"));
        return utf8("{\"features\":{\"indices\":" + indices + ",\"values\":"
                + Arrays.toString(uniform(100)).replace(" ", "") + "}}");
    }

    static byte[] float32(Pair pair) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * INPUTS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer()
                .put(((Features.Dense) pair.left()).values())
                .put(((Features.Dense) pair.right()).values());
        return bytes.array();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
