package io.kinstream.paper;

import io.kinstream.local.RandomPairs;
import io.kinstream.local.RandomPairs.IndexPair;
import io.kinstream.nn.Label;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/** Which items are similar; all other pairs are dissimilar. */
final class Relation {

    private static final double SIMILAR = 0.5;

    private final int[][] similar;
    /** Where the pairs of each item begin among all similar pairs; behind the last, how many there are. */
    private final int[] starts;

    /** @param similar for each item those it is similar to, ascending, without itself; one may name the other alone */
    private Relation(int[][] similar) {
        this.similar = similar;
        this.starts = new int[similar.length + 1];
        for (int i = 0; i < similar.length; i++) {
            starts[i + 1] = starts[i] + similar[i].length;
        }
    }

    /**
     * Each item is similar to those it names, and to those that name it.
     *
     * @param named for each item others, in any order; itself does not count
     */
    static Relation ofNeighbours(int[][] named) {
        List<TreeSet<Integer>> both = new ArrayList<>();
        IntStream.range(0, named.length).forEach(i -> both.add(new TreeSet<>()));
        for (int i = 0; i < named.length; i++) {
            for (int other : named[i]) {
                if (other != i) {
                    both.get(i).add(other);
                    both.get(other).add(i);
                }
            }
        }
        return new Relation(both.stream()
                .map(others -> others.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new));
    }

    boolean isSimilar(int left, int right) {
        return Arrays.binarySearch(similar[left], right) >= 0;
    }

    /** How many pairs are similar, each counted once. */
    int size() {
        return starts[similar.length] / 2;
    }

    /** An endless sequence of pairs, half of them similar: of both kinds any, each as likely as any other. */
    LongFunction<IndexPair> pairs(long seed) {
        return index -> draw(RandomPairs.stream(seed, index));
    }

    private IndexPair draw(SplittableRandom random) {
        if (random.nextDouble() < SIMILAR) {
            int place = random.nextInt(starts[similar.length]);
            int found = Arrays.binarySearch(starts, place);
            int left = found >= 0 ? lastAt(found) : -found - 2;
            return new IndexPair(left, similar[left][place - starts[left]], Label.SIMILAR);
        }
        int left;
        int right;
        do {
            left = random.nextInt(similar.length);
            right = random.nextInt(similar.length);
        } while (left == right || isSimilar(left, right));
        return new IndexPair(left, right, Label.DISSIMILAR);
    }

    /** Items that are similar to none begin where the next one does. */
    private int lastAt(int found) {
        int last = found;
        while (starts[last + 1] == starts[last]) {
            last++;
        }
        return last;
    }
}
