package io.kinstream.local;

import java.util.Arrays;

/** The k nearest of the vectors offered so far, nearest first. */
final class Nearest {
    private final int[] indices;
    private final float[] distances;

    Nearest(int k) {
        indices = new int[k];
        distances = new float[k];
        Arrays.fill(distances, Float.POSITIVE_INFINITY);
    }

    /**
     * To be called in ascending order of {@code index}: of two at the same distance the first stays ahead.
     *
     * @param distance or any number that is ordered as it is
     */
    void offer(int index, float distance) {
        int place = distances.length - 1;
        if (!(distance < distances[place])) {
            return;
        }
        while (place > 0 && distance < distances[place - 1]) {
            distances[place] = distances[place - 1];
            indices[place] = indices[place - 1];
            place--;
        }
        distances[place] = distance;
        indices[place] = index;
    }

    /** Which they are; not copied. */
    int[] indices() {
        return indices;
    }

    /** The most frequent class of the k nearest; of tied ones the smallest. */
    int vote(int[] classes) {
        int winner = 0;
        int most = 0;
        for (int candidate : indices) {
            int votes = 0;
            for (int index : indices) {
                if (classes[index] == classes[candidate]) {
                    votes++;
                }
            }
            boolean smaller = votes == most && classes[candidate] < winner;
            if (votes > most || smaller) {
                most = votes;
                winner = classes[candidate];
            }
        }
        return winner;
    }
}
