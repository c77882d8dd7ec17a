package io.kinstream.learn;

import io.kinstream.nn.SplitMix64;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The replay buffer: a uniform sample of all pairs learned since it began, whatever their order (Vitter's Algorithm R
 * [1]). Of n pairs each is in it with probability {@code pairs / n}.
 *
 * <p>What is stored where, and what is drawn, depends on the model's seed and the number of pairs learned alone. So a
 * learner that goes on from a kept state, or replays its log, comes to the same bits. For one thread.
 */
public final class Reservoir {
    // [1] Vitter: Random sampling with a reservoir. ACM Transactions on Mathematical Software 11 (1985)

    private final ReplaySettings settings;
    private final long seed;
    private final long since;
    private final Pair[] slots;
    private final BitSet changed = new BitSet();
    private long learned;

    /**
     * An empty one.
     *
     * @param seed of the model
     * @param since how many pairs were learned before it began
     */
    public Reservoir(ReplaySettings settings, long seed, long since) {
        this.settings = settings;
        this.seed = seed;
        this.since = since;
        this.learned = since;
        this.slots = new Pair[settings.pairs()];
    }

    /**
     * One that goes on where another one of the same size stopped.
     *
     * @param learned how many pairs were learned then
     * @param pairs the pair in each slot below {@link #size}
     */
    public static Reservoir restore(
            ReplaySettings settings, long seed, long since, long learned, IntFunction<Pair> pairs) {
        Reservoir restored = new Reservoir(settings, seed, since);
        restored.learned = learned;
        for (int slot = 0; slot < restored.size(); slot++) {
            restored.slots[slot] = pairs.apply(slot);
        }
        return restored;
    }

    /** Offers the pair that was learned next: it may take the place of another, or be passed over. */
    void offer(Pair pair) {
        if (!settings.isOn()) {
            learned++;
            return;
        }
        long before = learned - since;
        long slot =
                before < slots.length ? before : SplitMix64.of(seed, learned).below(before + 1);
        learned++;
        if (slot < slots.length) {
            slots[(int) slot] = pair;
            changed.set((int) slot);
        }
    }

    /** Stored pairs to be learned again with so many new ones, which were not offered yet; any of them, with replacement. */
    List<Pair> draw(int fresh) {
        int stored = size();
        if (stored == 0) {
            return List.of();
        }
        int count = settings.count(learned, fresh);
        SplitMix64 random = SplitMix64.of(seed, ~learned); // not that of any offer
        List<Pair> drawn = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            drawn.add(slots[(int) random.below(stored)]);
        }
        return drawn;
    }

    /** How many pairs it can hold. */
    public int capacity() {
        return slots.length;
    }

    /** How many pairs it holds; they are in the first slots. */
    public int size() {
        return (int) Math.min(learned - since, slots.length);
    }

    /** How many pairs were learned before it began. */
    public long since() {
        return since;
    }

    /** How many pairs were learned, up to the last one offered. */
    public long learned() {
        return learned;
    }

    /** The pair in a slot, counted from 0, below {@link #size}. */
    public Pair pair(int slot) {
        return slots[slot];
    }

    /** The slots whose pair is another than when this was asked last, or since it was restored, ascending. */
    public int[] takeChanged() {
        int[] slots = changed.stream().toArray();
        changed.clear();
        return slots;
    }
}
