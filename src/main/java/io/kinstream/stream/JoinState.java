package io.kinstream.stream;

import io.kinstream.nn.Features;
import io.kinstream.wire.FeaturesCodec;
import io.kinstream.wire.WaitingPair;
import io.kinstream.wire.WaitingPairCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * What one partition of the join remembers: the newest features of each item, the pairs that wait for features, and
 * when each of them has waited long enough.
 *
 * <p>A waiting pair's key starts with its item, so that all pairs of an item are one range; its deadline is a second
 * entry whose key starts with the time, so that the pairs that are due are one range, too. Neither the number of items
 * nor that of waiting pairs is bounded by memory. They are let go in portions: an item that has features and still has
 * pairs waiting is marked as releasing, with the key of the pair to go on at.
 */
final class JoinState {

    static final String ITEMS = "items";
    private static final String WAITING = "waiting";
    private static final String DEADLINES = "deadlines";
    private static final String RELEASING = "releasing";
    private static final byte[] NOTHING = {};
    private static final byte AFTER_ALL_HOPS = -1;

    private final KeyValueStore<byte[], byte[]> items;
    private final KeyValueStore<byte[], byte[]> waiting;
    private final KeyValueStore<byte[], byte[]> deadlines;
    private final KeyValueStore<byte[], byte[]> releasing;
    private boolean someReleasing = true;
    private long expiredUpTo;

    JoinState(ProcessingContext context) {
        items = context.getStateStore(ITEMS);
        waiting = context.getStateStore(WAITING);
        deadlines = context.getStateStore(DEADLINES);
        releasing = context.getStateStore(RELEASING);
    }

    static Set<StoreBuilder<?>> stores() {
        return Stream.of(names()).map(JoinState::store).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Always in this order. */
    static String[] names() {
        return new String[] {ITEMS, WAITING, DEADLINES, RELEASING};
    }

    private static StoreBuilder<?> store(String name) {
        Serde<byte[]> bytes = Serdes.ByteArray();
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), bytes, bytes)
                .withCachingDisabled()
                .withLoggingEnabled(Topics.QUICK_TO_READ);
    }

    /** How many pairs wait. It reads all their deadlines, which are small. */
    long countWaiting() {
        long count = 0;
        try (KeyValueIterator<byte[], byte[]> all = deadlines.all()) {
            for (; all.hasNext(); all.next()) {
                count++;
            }
        }
        return count;
    }

    /** The newest features of an item, or null while there are none. */
    Features item(byte[] id) {
        byte[] features = items.get(id);
        return features == null ? null : FeaturesCodec.decode(features);
    }

    /** Remembers an item's newest features. */
    void putItem(byte[] id, byte[] features) {
        items.put(id, features);
    }

    /** Forgets an item's features; the pairs that are not let go yet wait again. */
    void forgetItem(byte[] id) {
        items.delete(id);
        if (isReleasing(id)) {
            releasing.delete(id);
        }
    }

    /** Whether an item has features and still has pairs waiting: one that comes now has to wait behind them. */
    boolean isReleasing(byte[] id) {
        return releasing.get(id) != null;
    }

    /**
     * Lets a pair wait for an item's features.
     *
     * @param hop which of the two joins it waits at; with the offset by which it came there its key is unique
     * @param deadline when it has waited long enough, in milliseconds since the epoch
     */
    void park(byte[] id, byte hop, long offset, long deadline, WaitingPair pair) {
        byte[] key = ByteBuffer.allocate(Integer.BYTES + id.length + 1 + Long.BYTES)
                .put(position(id, hop))
                .putLong(offset)
                .array();
        waiting.put(key, prefixed(deadline, WaitingPairCodec.encode(pair)));
        deadlines.put(prefixed(deadline, key), NOTHING);
    }

    /** Takes out the pairs that wait for an item, in the order in which they came to each join; the rest later. */
    void release(byte[] id, Allowance allowance, Consumer<WaitingPair> released) {
        byte[] goOn = releasing.get(id);
        byte[] start = position(id, (byte) 0);
        byte[] next = release(goOn == null ? start : goOn, id, allowance, released);
        if (next == null && goOn != null) {
            // Meanwhile others may have come to the first join, whose keys are before those of the second.
            next = release(start, id, allowance, released);
        }
        if (next != null) {
            releasing.put(id, next);
            someReleasing = true;
        } else if (goOn != null) {
            releasing.delete(id);
        }
    }

    /** Returns the key of the first pair that is left, or null. */
    private byte[] release(byte[] from, byte[] id, Allowance allowance, Consumer<WaitingPair> released) {
        try (KeyValueIterator<byte[], byte[]> entries = waiting.range(from, position(id, AFTER_ALL_HOPS))) {
            while (entries.hasNext() && allowance.isLeft()) {
                KeyValue<byte[], byte[]> entry = entries.next();
                allowance.use(entry.value.length);
                released.accept(take(entry.key, entry.value));
            }
            return entries.hasNext() ? entries.peekNextKey() : null;
        }
    }

    /** Names the items with features that still have pairs waiting, as long as there is allowance left. */
    void releasing(Allowance allowance, Consumer<byte[]> item) {
        if (someReleasing) {
            someReleasing = false;
            try (KeyValueIterator<byte[], byte[]> entries = releasing.all()) {
                while (entries.hasNext() && allowance.isLeft()) {
                    item.accept(entries.next().key);
                }
                someReleasing |= entries.hasNext();
            }
        }
    }

    /**
     * Takes out the pairs that have waited long enough at {@code now}, in milliseconds since the epoch, in the order of
     * their deadlines; the rest later.
     */
    void expire(long now, Allowance allowance, Consumer<WaitingPair> expired) {
        // Begins where it ended, as passing over what was deleted takes time; the clock may have been set back.
        long from = Math.min(expiredUpTo, now);
        try (KeyValueIterator<byte[], byte[]> due = deadlines.range(time(from), time(now))) {
            while (due.hasNext() && allowance.isLeft()) {
                byte[] deadline = due.next().key;
                byte[] key = unprefixed(deadline);
                byte[] value = waiting.get(key);
                allowance.use(value.length);
                expired.accept(take(key, value));
                expiredUpTo = ByteBuffer.wrap(deadline).getLong();
            }
            if (!due.hasNext()) {
                expiredUpTo = now;
            }
        }
    }

    /** Where an item's pairs begin that wait at a hop. */
    private static byte[] position(byte[] id, byte hop) {
        return ByteBuffer.allocate(Integer.BYTES + id.length + 1)
                .putInt(id.length)
                .put(id)
                .put(hop)
                .array();
    }

    private static byte[] time(long time) {
        return ByteBuffer.allocate(Long.BYTES).putLong(time).array();
    }

    private WaitingPair take(byte[] key, byte[] value) {
        waiting.delete(key);
        deadlines.delete(prefixed(ByteBuffer.wrap(value).getLong(), key));
        return WaitingPairCodec.decode(unprefixed(value));
    }

    private static byte[] prefixed(long time, byte[] bytes) {
        return ByteBuffer.allocate(Long.BYTES + bytes.length)
                .putLong(time)
                .put(bytes)
                .array();
    }

    private static byte[] unprefixed(byte[] bytes) {
        return Arrays.copyOfRange(bytes, Long.BYTES, bytes.length);
    }
}
