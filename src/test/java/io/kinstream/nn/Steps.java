package io.kinstream.nn;

/** Short ways to write tests of steps. */
final class Steps {
    private Steps() {}

    static Features.Dense dense(float... values) {
        return new Features.Dense(values);
    }

    /** The vector that is 1 at one position. */
    static Features.Sparse oneHot(int index) {
        return new Features.Sparse(new int[] {index}, new float[] {1});
    }

    static float distance(Encoder encoder, Features left, Features right) {
        float[] z1 = encoder.embed(left);
        float[] z2 = encoder.embed(right);
        double squares = 0;
        for (int j = 0; j < z1.length; j++) {
            squares += Math.pow((double) z1[j] - z2[j], 2);
        }
        return (float) Math.sqrt(squares);
    }
}
