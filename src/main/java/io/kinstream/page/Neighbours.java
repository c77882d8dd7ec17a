package io.kinstream.page;

import java.util.Arrays;

/**
 * The vectors closest to one of them.
 *
 * @param items their places, nearest first
 * @param distances of each
 */
record Neighbours(int[] items, double[] distances) {

    /** @param most how many are wanted; there are fewer if there are not as many others */
    static Neighbours of(float[][] vectors, int from, int most) {
        int[] items = new int[Math.min(most, vectors.length - 1)];
        double[] squares = new double[items.length];
        Arrays.fill(squares, Double.POSITIVE_INFINITY);
        for (int other = 0; other < vectors.length; other++) {
            if (other != from) {
                insert(items, squares, other, square(vectors[from], vectors[other]));
            }
        }
        return new Neighbours(items, Arrays.stream(squares).map(Math::sqrt).toArray());
    }

    /** Puts an item in its place among the nearest so far, from which the farthest drops out. */
    private static void insert(int[] items, double[] squares, int item, double square) {
        int place = items.length;
        while (place > 0 && square < squares[place - 1]) {
            place--;
            if (place + 1 < items.length) {
                items[place + 1] = items[place];
                squares[place + 1] = squares[place];
            }
        }
        if (place < items.length) {
            items[place] = item;
            squares[place] = square;
        }
    }

    private static double square(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            double difference = a[d] - b[d];
            sum += difference * difference;
        }
        return sum;
    }
}
