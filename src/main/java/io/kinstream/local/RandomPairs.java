package io.kinstream.local;

import io.kinstream.nn.Label;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An endless, seeded sequence of labelled pairs of items, half of them similar unless told otherwise. Pair {@code i} depends on the seed and
 * {@code i} alone, so a producer that was stopped goes on where it was without drawing what came before.
 */
public final class RandomPairs {
    private static final double HALF = 0.5;
    /** Steele, Lea, Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014: SplitMix64's increment. */
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final int[] categories;
    private final long seed;
    private final double similarShare;

    /**
     * @param categories of the items, at least two different ones, each at least twice; copied
     * @param seed any
     * @throws IllegalArgumentException if there would be no similar or no dissimilar partner for some item
     */
    public RandomPairs(int[] categories, long seed) {
        this(categories, seed, HALF);
    }

    /**
     * As {@link #RandomPairs(int[], long)}, but of all pairs this share is similar.
     *
     * @param similarShare in [0, 1]
     */
    public RandomPairs(int[] categories, long seed, double similarShare) {
        Map<Integer, Integer> sizes = new HashMap<>();
        for (int category : categories) {
            sizes.merge(category, 1, Integer::sum);
        }
        if (sizes.size() < 2) {
            throw new IllegalArgumentException("categories must be at least 2 different ones, but was " + sizes.size());
        }
        sizes.forEach((category, size) -> {
            if (size < 2) {
                throw new IllegalArgumentException(
                        "items of category " + category + " must be at least 2, but was " + size);
            }
        });
        this.categories = categories.clone();
        this.seed = seed;
        this.similarShare = similarShare;
    }

    /**
     * The pair at a position: any item, then a coin, then any other item of the same or of another category.
     *
     * @param index &gt;= 0
     */
    public IndexPair at(long index) {
        SplittableRandom random = stream(seed, index);
        int left = item(random);
        boolean similar = random.nextDouble() < similarShare;
        int right;
        do {
            right = item(random);
        } while (right == left || similar != (categories[left] == categories[right]));
        return new IndexPair(left, right, similar ? Label.SIMILAR : Label.DISSIMILAR);
    }

    /** A generator of its own for every index, seeded by the index-th output of the sequence of a seed. */
    public static SplittableRandom stream(long seed, long index) {
        return new SplittableRandom(new SplittableRandom(seed + index * GOLDEN_GAMMA).nextLong());
    }

    private int item(SplittableRandom random) {
        return (int) (random.nextDouble() * categories.length);
    }

    /**
     * A labelled pair by position of its items.
     *
     * @param right never {@code left}
     */
    public record IndexPair(int left, int right, Label label) {}
}
