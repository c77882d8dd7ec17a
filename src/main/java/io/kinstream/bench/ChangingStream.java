package io.kinstream.bench;

import io.kinstream.local.RandomPairs;
import io.kinstream.local.RandomPairs.IndexPair;
import io.kinstream.nn.Label;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Kinds of streams of pairs of digits, each in {@value #PHASES} phases of equally many pairs. */
public enum ChangingStream {
    /** Nothing changes: what the others are to be compared with. */
    STEADY {
        @Override
        LongFunction<IndexPair> pairs(int[] digits, long seed, long phase) {
            return new RandomPairs(digits, seed)::at;
        }
    },
    /** Pairs of 0 and 1 only, then of 2 and 3 only, and so on: no phase says anything of the digits before. */
    NEW_CLASSES {
        @Override
        LongFunction<IndexPair> pairs(int[] digits, long seed, long phase) {
            return phases(phase, part -> among(digits, seed, 2 * part, 2 * part + 1));
        }
    },
    /** Pairs of 0 and 1, then of 0 to 3, and so on: new digits come, old ones stay. */
    MORE_CLASSES {
        @Override
        LongFunction<IndexPair> pairs(int[] digits, long seed, long phase) {
            return phases(phase, part -> among(digits, seed, 0, 2 * part + 1));
        }
    },
    /** Pairs of 0 to 4, then of 5 to 9, and so on in turns. */
    SEASONS {
        @Override
        LongFunction<IndexPair> pairs(int[] digits, long seed, long phase) {
            return phases(phase, part -> among(digits, seed, part % 2 * 5, part % 2 * 5 + 4));
        }
    },
    /** At first similar are the same digits, in the last two phases all even digits, and all odd ones. */
    NEW_RELATION {
        @Override
        LongFunction<IndexPair> pairs(int[] digits, long seed, long phase) {
            int[] parities = IntStream.of(digits).map(this::kind).toArray();
            return phases(phase, part -> new RandomPairs(part < PHASES - 2 ? digits : parities, seed)::at);
        }

        @Override
        int kind(int digit) {
            return digit % 2;
        }
    },
    /** One label of ten is wrong. */
    WRONG_LABELS {
        @Override
        LongFunction<IndexPair> pairs(int[] digits, long seed, long phase) {
            RandomPairs right = new RandomPairs(digits, seed);
            return index -> {
                IndexPair pair = right.at(index);
                boolean wrong = RandomPairs.stream(~seed, index).nextInt(10) == 0;
                return wrong ? new IndexPair(pair.left(), pair.right(), other(pair.label())) : pair;
            };
        }
    },
    /** The n-th digit comes with a probability proportional to 1 / n: half of the items are among the first hundred. */
    LONG_TAIL {
        @Override
        LongFunction<IndexPair> pairs(int[] digits, long seed, long phase) {
            return index -> {
                SplittableRandom random = RandomPairs.stream(seed, index);
                int left = zipf(random, digits.length);
                boolean similar = random.nextBoolean();
                int right;
                do {
                    right = zipf(random, digits.length);
                } while (right == left || similar != (digits[left] == digits[right]));
                return new IndexPair(left, right, similar ? Label.SIMILAR : Label.DISSIMILAR);
            };
        }
    };

    static final int PHASES = 5;

    /**
     * The pair at each position.
     *
     * @param digits of the items
     * @param phase how many pairs a phase has
     */
    abstract LongFunction<IndexPair> pairs(int[] digits, long seed, long phase);

    /** What a digit counts as in the end: items of one kind are similar. */
    int kind(int digit) {
        return digit;
    }

    /** Such as {@code new_classes}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static LongFunction<IndexPair> phases(long pairs, LongFunction<LongFunction<IndexPair>> part) {
        List<LongFunction<IndexPair>> parts =
                LongStream.range(0, PHASES).mapToObj(part).toList();
        return index -> parts.get((int) Math.min(PHASES - 1, index / pairs)).apply(index);
    }

    /** Pairs of the digits from one to another. */
    private static LongFunction<IndexPair> among(int[] digits, long seed, long first, long last) {
        int[] items = IntStream.range(0, digits.length)
                .filter(item -> digits[item] >= first && digits[item] <= last)
                .toArray();
        RandomPairs pairs =
                new RandomPairs(IntStream.of(items).map(item -> digits[item]).toArray(), seed);
        return index -> {
            IndexPair pair = pairs.at(index);
            return new IndexPair(items[pair.left()], items[pair.right()], pair.label());
        };
    }

    private static Label other(Label label) {
        return label == Label.SIMILAR ? Label.DISSIMILAR : Label.SIMILAR;
    }

    /** Log-uniform, rounded down: the number n counted from 1 comes with probability log(1 + 1 / n) / log(count + 1). */
    private static int zipf(SplittableRandom random, int count) {
        return Math.min(count, (int) Math.pow(count + 1, random.nextDouble())) - 1;
    }
}
