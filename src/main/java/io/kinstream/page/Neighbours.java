package io.kinstream.page;

import io.kinstream.nn.Distance;
import java.util.Arrays;

/**
 * The vectors closest to one of them.
 *
 * @param items their places, nearest first
 * @param distances of each
 */
record Neighbours(int[] items, double[] distances) {

    /** @param most how many are wanted; there are fewer if there are not as many others */
    static Neighbours of(Distance distance, float[][] vectors, int from, int most) {
        int[] items = new int[Math.min(most, vectors.length - 1)];
        double[] distances = new double[items.length];
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        for (int other = 0; other < vectors.length; other++) {
            if (other != from) {
                insert(items, distances, other, distance.between(vectors[from], vectors[other]));
            }
        }
        return new Neighbours(items, distances);
    }

    /** Puts an item in its place among the nearest so far, from which the farthest drops out. */
    private static void insert(int[] items, double[] distances, int item, double distance) {
        int place = items.length;
        while (place > 0 && distance < distances[place - 1]) {
            place--;
            if (place + 1 < items.length) {
                items[place + 1] = items[place];
                distances[place + 1] = distances[place];
            }
        }
        if (place < items.length) {
            items[place] = item;
            distances[place] = distance;
        }
    }
}
