package io.kinstream.docker;

import io.kinstream.testing.Cluster;
import java.util.Random;

/** Items of two kinds, of four numbers each, and pairs of them: what the settings in {@code kinstream.env} are for. */
final class Feed {

    private static final int ITEMS = 400;

    private Feed() {}

    static void sendItems(Cluster cluster) {
        Random random = new Random(1);
        for (int item = 0; item < ITEMS; item++) {
            double noise = random.nextDouble() / 4;
            cluster.send(
                    "kinstream.features",
                    "item-" + item,
                    "{\"features\":[" + item % 2 + "," + (1 - item % 2) + "," + noise + ",0.5]}");
        }
        cluster.flush();
    }

    static void sendPairs(Cluster cluster, int count) {
        Random random = new Random(2);
        for (int i = 0; i < count; i++) {
            int left = random.nextInt(ITEMS);
            int right = random.nextInt(ITEMS);
            sendPair(cluster, left, right, left % 2 == right % 2 ? "similar" : "dissimilar");
        }
        cluster.flush();
    }

    static void sendBadPairs(Cluster cluster, int count) {
        for (int i = 0; i < count; i++) {
            sendPair(cluster, i, i + 1, "different");
        }
        cluster.flush();
    }

    private static void sendPair(Cluster cluster, int left, int right, String label) {
        cluster.send(
                "kinstream.pairs",
                null,
                "{\"left\":\"item-" + left + "\",\"right\":\"item-" + right + "\",\"label\":\"" + label + "\"}");
    }
}
