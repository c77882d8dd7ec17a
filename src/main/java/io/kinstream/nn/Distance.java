package io.kinstream.nn;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How far apart two embeddings are, and where that draws or drives them: its gradient. With d = z1 - z2, u = z / ||z||
 * and c = u1 . u2, the cosine:
 *
 * <pre>
 *                      D                  dD/dz1                        dD/dz2
 * euclidean            ||d||              d / D                         -d / D
 * squared-euclidean    ||d||^2            2 d                           -2 d
 * manhattan            sum |d_j|          sign(d_j)                     -sign(d_j)
 * cosine               1 - c              (c u1 - u2) / ||z1||          (c u2 - u1) / ||z2||
 * unit-euclidean       ||u1 - u2||        that of the cosine, over D
 * </pre>
 *
 * Where there is no gradient it is taken as 0: at D = 0, in a component that is equal, and of an embedding of length 0.
 * Such an embedding has no direction: its cosine with any other is taken as 0, its u as 0.
 */
public enum Distance {
    /** {@code ||z1 - z2||}. */
    EUCLIDEAN {
        @Override
        double between(float[] a, int i, float[] b, int k, int size) {
            return Math.sqrt(squares(a, i, b, k, size));
        }

        @Override
        void forces(double slope, double distance, float[] z, int left, int right, int size, float[] forces) {
            pull(distance == 0 ? 0 : slope / distance, z, left, right, size, forces);
        }
    },
    /** {@code ||z1 - z2||^2}. */
    SQUARED_EUCLIDEAN {
        @Override
        double between(float[] a, int i, float[] b, int k, int size) {
            return squares(a, i, b, k, size);
        }

        @Override
        void forces(double slope, double distance, float[] z, int left, int right, int size, float[] forces) {
            pull(2 * slope, z, left, right, size, forces);
        }
    },
    /** The sum of the components' differences, L1. */
    MANHATTAN {
        @Override
        double between(float[] a, int i, float[] b, int k, int size) {
            double sum = 0;
            for (int j = 0; j < size; j++) {
                sum += Math.abs((double) a[i + j] - b[k + j]);
            }
            return sum;
        }

        @Override
        void forces(double slope, double distance, float[] z, int left, int right, int size, float[] forces) {
            for (int j = 0; j < size; j++) {
                float force = (float) (slope * Math.signum((double) z[left + j] - z[right + j]));
                forces[left + j] = force;
                forces[right + j] = -force;
            }
        }
    },
    /** 1 minus the cosine of the angle between them, 0 to 2, whatever their lengths. */
    COSINE {
        @Override
        double between(float[] a, int i, float[] b, int k, int size) {
            return Math.max(0, 1 - cosine(a, i, b, k, size));
        }

        @Override
        void forces(double slope, double distance, float[] z, int left, int right, int size, float[] forces) {
            turn(slope, z, left, right, size, forces);
        }

        @Override
        public float[] seen(float[] embedding) {
            return unit(embedding);
        }
    },
    /** The Euclidean distance of the embeddings scaled to length 1, 0 to 2. */
    UNIT_EUCLIDEAN {
        @Override
        double between(float[] a, int i, float[] b, int k, int size) {
            double perLeft = 1 / atLeastTiny(length(a, i, size));
            double perRight = 1 / atLeastTiny(length(b, k, size));
            double squares = 0;
            for (int j = 0; j < size; j++) {
                double difference = a[i + j] * perLeft - b[k + j] * perRight;
                squares += difference * difference;
            }
            return Math.sqrt(squares);
        }

        @Override
        void forces(double slope, double distance, float[] z, int left, int right, int size, float[] forces) {
            turn(distance == 0 ? 0 : slope / distance, z, left, right, size, forces);
        }

        @Override
        public float[] seen(float[] embedding) {
            return unit(embedding);
        }
    };

    /** The distance of the {@code size} numbers of {@code a} from {@code i} on and those of {@code b} from {@code k} on. */
    abstract double between(float[] a, int i, float[] b, int k, int size);

    /**
     * What a loss does to two embeddings in one array.
     *
     * @param slope of the loss over the distance
     * @param distance of the two, as {@link #between} gives it
     * @param forces (out) the gradients of both embeddings, where these are in {@code z}
     */
    abstract void forces(double slope, double distance, float[] z, int left, int right, int size, float[] forces);

    /** The distance of two embeddings of equal length. */
    public double between(float[] a, float[] b) {
        return between(a, 0, b, 0, a.length);
    }

    /** The embedding without what this distance does not see: of length 1 where only directions count. */
    public float[] seen(float[] embedding) {
        return embedding;
    }

    /** The word used in configuration and manifests, such as {@code unit-euclidean}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All words, to tell a user. */
    public static String words() {
        return Arrays.stream(values()).map(Distance::word).collect(Collectors.joining(", "));
    }

    /**
     * @param word as {@link #word()} gives it
     * @throws IllegalArgumentException if there is no such distance
     */
    public static Distance of(String word) {
        for (Distance distance : values()) {
            if (distance.word().equals(word)) {
                return distance;
            }
        }
        throw new IllegalArgumentException("distance must be one of " + words() + ", but was " + word);
    }

    private static double squares(float[] a, int i, float[] b, int k, int size) {
        double squares = 0;
        for (int j = 0; j < size; j++) {
            double difference = (double) a[i + j] - b[k + j];
            squares += difference * difference;
        }
        return squares;
    }

    /** Along the line between the two. */
    private static void pull(double factor, float[] z, int left, int right, int size, float[] forces) {
        for (int j = 0; j < size; j++) {
            float force = (float) (factor * ((double) z[left + j] - z[right + j]));
            forces[left + j] = force;
            forces[right + j] = -force;
        }
    }

    /** Around the origin: factor times the gradient of 1 - c. */
    private static void turn(double factor, float[] z, int left, int right, int size, float[] forces) {
        double leftLength = length(z, left, size);
        double rightLength = length(z, right, size);
        double cosine = cosine(z, left, z, right, size);
        boolean directed = leftLength != 0 && rightLength != 0; // true for NaN, too
        for (int j = 0; j < size; j++) {
            double u1 = z[left + j] / leftLength;
            double u2 = z[right + j] / rightLength;
            forces[left + j] = directed ? (float) (factor * (cosine * u1 - u2) / leftLength) : 0f;
            forces[right + j] = directed ? (float) (factor * (cosine * u2 - u1) / rightLength) : 0f;
        }
    }

    private static double cosine(float[] a, int i, float[] b, int k, int size) {
        double product = 0;
        for (int j = 0; j < size; j++) {
            product += (double) a[i + j] * b[k + j];
        }
        double lengths = length(a, i, size) * length(b, k, size);
        return lengths == 0 ? 0 : product / lengths;
    }

    private static double length(float[] z, int at, int size) {
        double squares = 0;
        for (int j = 0; j < size; j++) {
            squares += (double) z[at + j] * z[at + j];
        }
        return Math.sqrt(squares);
    }

    private static float[] unit(float[] embedding) {
        double perLength = 1 / atLeastTiny(length(embedding, 0, embedding.length));
        float[] unit = new float[embedding.length];
        for (int j = 0; j < unit.length; j++) {
            unit[j] = (float) (embedding[j] * perLength);
        }
        return unit;
    }

    /** Makes 0 / 0 a 0. */
    private static double atLeastTiny(double length) {
        return Math.max(Double.MIN_NORMAL, length);
    }
}
