package io.kinstream.faults;

import io.kinstream.nn.Features;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** Vectors of two kinds, around two centres, dense and sparse. */
final class Points {

    static final int INPUTS = 20;

    private Points() {}

    static Features any(Random random, boolean odd) {
        return random.nextInt(4) == 0 ? sparse(random, odd) : new Features.Dense(dense(random, odd));
    }

    static float[] dense(Random random, boolean odd) {
        float[] values = new float[INPUTS];
        for (int i = 0; i < INPUTS; i++) {
            int centre = (odd ? i + 1 : i) % 3;
            values[i] = (float) (centre / 2.0 + random.nextGaussian() / 4);
        }
        return values;
    }

    private static Features sparse(Random random, boolean odd) {
        float[] all = dense(random, odd);
        int[] indices =
                IntStream.range(0, INPUTS).filter(i -> random.nextInt(3) == 0).toArray();
        float[] values = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            values[i] = all[indices[i]];
        }
        return new Features.Sparse(indices, values);
    }

    static String json(Features features) {
        if (features instanceof Features.Sparse sparse) {
            return "{\"features\":{\"indices\":" + Arrays.toString(sparse.indices()) + ",\"values\":"
                    + Arrays.toString(sparse.values()) + "}}";
        }
        return "{\"features\":" + Arrays.toString(((Features.Dense) features).values()) + "}";
    }

    /** All numbers of a vector, however it is written. */
    static float[] numbers(Features features) {
        if (features instanceof Features.Dense dense) {
            return dense.values();
        }
        Features.Sparse sparse = (Features.Sparse) features;
        float[] numbers = new float[INPUTS];
        for (int i = 0; i < sparse.indices().length; i++) {
            numbers[sparse.indices()[i]] = sparse.values()[i];
        }
        return numbers;
    }

    static boolean same(Features one, Features other) {
        return Arrays.equals(numbers(one), numbers(other));
    }
}
