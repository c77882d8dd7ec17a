package io.kinstream.nn;

import java.util.Random;

/** Features to measure with, the same in each run. */
public enum Items {
    /** No zeros. */
    DENSE(784) {
        @Override
        Features next(Random random) {
            return values(random, 1);
        }
    },
    /** One number in five is not zero, as in MNIST, but anywhere. */
    MOSTLY_ZEROS(784) {
        @Override
        Features next(Random random) {
            return values(random, 0.2);
        }
    },
    /** 100 numbers of 784. */
    SPARSE_NARROW(784) {
        @Override
        Features next(Random random) {
            return sparse(random);
        }
    },
    /** 100 numbers of 8,192. */
    SPARSE_WIDE(8192) {
        @Override
        Features next(Random random) {
            return sparse(random);
        }
    };

    final int inputs;

    Items(int inputs) {
        this.inputs = inputs;
    }

    abstract Features next(Random random);

    Features[] take(int count) {
        Random random = new Random(1);
        Features[] items = new Features[count];
        for (int i = 0; i < count; i++) {
            items[i] = next(random);
        }
        return items;
    }

    Features values(Random random, double share) {
        float[] values = new float[inputs];
        for (int i = 0; i < inputs; i++) {
            values[i] = random.nextDouble() < share ? random.nextFloat() : 0;
        }
        return new Features.Dense(values);
    }

    Features sparse(Random random) {
        int[] indices = random.ints(0, inputs).distinct().limit(100).sorted().toArray();
        float[] values = new float[indices.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return new Features.Sparse(indices, values);
    }
}
