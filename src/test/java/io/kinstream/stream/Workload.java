package io.kinstream.stream;

import io.kinstream.testing.Cluster;
import java.util.Locale;
import java.util.Random;
import java.util.StringJoiner;

/** A seeded stream of items and labelled pairs: two kinds of points around two centres, pairs by id and inline. */
final class Workload {

    static final int INPUTS = 20;
    static final int ITEMS = 100;

    private final Random random;
    private final Topics topics;
    private final Cluster cluster;
    private final String[] features = new String[ITEMS];

    Workload(long seed, Topics topics, Cluster cluster) {
        this.random = new Random(seed);
        this.topics = topics;
        this.cluster = cluster;
        for (int item = 0; item < ITEMS; item++) {
            StringJoiner numbers = new StringJoiner(",", "{\"features\":[", "]}");
            for (int i = 0; i < INPUTS; i++) {
                double centre = item % 2 == 0 ? i % 3 : (i + 1) % 3;
                numbers.add(String.format(Locale.ROOT, "%.4f", centre / 2 + random.nextGaussian() / 4));
            }
            features[item] = numbers.toString();
        }
    }

    void sendItems() {
        for (int item = 0; item < ITEMS; item++) {
            cluster.send(topics.features(), "item-" + item, features[item]);
        }
        cluster.flush();
    }

    /** Pairs whose sides are ids, or, one in four, given inline. */
    void sendMixedPairs(int count) {
        for (int i = 0; i < count; i++) {
            int left = random.nextInt(ITEMS);
            int right = random.nextInt(ITEMS);
            sendPair(side(left), side(right), left % 2 == right % 2);
        }
        cluster.flush();
    }

    /** Pairs whose sides are all given inline. */
    void sendInlinePairs(int count) {
        for (int i = 0; i < count; i++) {
            int left = random.nextInt(ITEMS);
            int right = random.nextInt(ITEMS);
            sendPair(features[left], features[right], left % 2 == right % 2);
        }
        cluster.flush();
    }

    private String side(int item) {
        return random.nextInt(4) == 0 ? features[item] : "\"item-" + item + "\"";
    }

    private void sendPair(String left, String right, boolean similar) {
        String label = similar ? "similar" : "dissimilar";
        cluster.send(
                topics.pairs(), null, "{\"left\":" + left + ",\"right\":" + right + ",\"label\":\"" + label + "\"}");
    }

    /** Events that are not usable, each in another way. */
    int sendBadPairs() {
        String[] bad = {
            "{\"left\":\"item-1\"",
            "{\"left\":\"item-1\",\"right\":\"item-2\"}",
            "{\"left\":\"item-1\",\"right\":\"item-2\",\"label\":1}",
            "{\"left\":" + features[0] + ",\"right\":{\"features\":[1]},\"label\":\"similar\"}"
        };
        for (String event : bad) {
            cluster.send(topics.pairs(), "bad", event);
        }
        cluster.flush();
        return bad.length;
    }
}
