package io.kinstream.stream;

import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.nn.EffectiveRank;

/**
 * A sample of the newest embeddings, to see whether the space collapses: whether its vectors come to lie on a line or in
 * one point although the loss looks well.
 */
final class RecentEmbeddings {

    private static final int MOST = 256;

    private final float[][] ring = new float[MOST][];
    private long count;
    private long measuredAt;

    void add(float[] embedding) {
        if (count > 0 && ring[0].length != embedding.length) {
            count = 0; // a model of another width is in service
        }
        ring[(int) (count++ % MOST)] = embedding;
    }

    /** Tells the meters of rank and spread, if the sample is full and something was added since. */
    void measure(KinstreamMeters meters) {
        if (count < MOST || count == measuredAt) {
            return;
        }
        measuredAt = count;
        meters.space(EffectiveRank.of(ring), deviations());
    }

    private double[] deviations() {
        double[] deviations = new double[ring[0].length];
        for (int d = 0; d < deviations.length; d++) {
            double mean = 0;
            double squares = 0;
            for (int i = 0; i < MOST; i++) { // Welford 1962: stable for values far from 0
                double delta = ring[i][d] - mean;
                mean += delta / (i + 1);
                squares += delta * (ring[i][d] - mean);
            }
            deviations[d] = Math.sqrt(squares / (MOST - 1));
        }
        return deviations;
    }
}
