package io.kinstream.testing;

import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** The first 10,000 training digits of MNIST, 784 grey values each, divided by 255, and pairs of them. */
public final class Digits {
    public static final int COUNT = 10_000;
    public static final int PIXELS = 784;

    private final byte[] images = read("train-images-10k-idx3-ubyte.gz", 16);
    private final byte[] labels = read("train-labels-10k-idx1-ubyte.gz", 8);

    /** Two digits by number, similar if they show the same figure. */
    public record Pair(int left, int right, Label label) {}

    private static byte[] read(String name, int header) {
        try (InputStream file = Digits.class.getResourceAsStream("/io/kinstream/local/mnist/" + name);
                InputStream in = new GZIPInputStream(file)) {
            in.skipNBytes(header);
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int label(int digit) {
        return labels[digit];
    }

    public double[] pixels(int digit) {
        return IntStream.range(digit * PIXELS, (digit + 1) * PIXELS)
                .mapToDouble(i -> (images[i] & 0xff) / 255.0)
                .toArray();
    }

    public Features.Dense dense(int digit) {
        double[] pixels = pixels(digit);
        float[] values = new float[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            values[i] = (float) pixels[i];
        }
        return new Features.Dense(values);
    }

    public Features.Sparse sparse(int digit) {
        return sparse(dense(digit));
    }

    /** The same vector, with its zeros left out. */
    public static Features.Sparse sparse(Features.Dense dense) {
        int[] indices = IntStream.range(0, dense.values().length)
                .filter(i -> dense.values()[i] != 0f)
                .toArray();
        float[] values = new float[indices.length];
        for (int k = 0; k < indices.length; k++) {
            values[k] = dense.values()[indices[k]];
        }
        return new Features.Sparse(indices, values);
    }

    /** Random pairs, half of them similar: the sequence of the reference numbers. */
    public Pair[] pairs(long seed, int count) {
        int[][] ofFigure = IntStream.range(0, 10)
                .mapToObj(figure -> IntStream.range(0, COUNT)
                        .filter(i -> labels[i] == figure)
                        .toArray())
                .toArray(int[][]::new);
        SplittableRandom random = new SplittableRandom(seed);
        Pair[] pairs = new Pair[count];
        for (int i = 0; i < count; i++) {
            int left = (int) (random.nextDouble() * COUNT);
            if (random.nextDouble() < 0.5) {
                int[] same = ofFigure[labels[left]];
                int right;
                do {
                    right = same[(int) (random.nextDouble() * same.length)];
                } while (right == left);
                pairs[i] = new Pair(left, right, Label.SIMILAR);
            } else {
                int right;
                do {
                    right = (int) (random.nextDouble() * COUNT);
                } while (labels[right] == labels[left]);
                pairs[i] = new Pair(left, right, Label.DISSIMILAR);
            }
        }
        return pairs;
    }
}
