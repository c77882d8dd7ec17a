package io.kinstream.stream;

import io.kinstream.nn.Features;
import io.kinstream.wire.FeaturesCodec;
import io.kinstream.wire.WaitingPair;
import io.kinstream.wire.WaitingPairCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
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
 * nor that of waiting pairs is bounded by memory.
 */
final class JoinState {

    private static final String ITEMS = "items";
    private static final String WAITING = "waiting";
    private static final String DEADLINES = "deadlines";
    private static final byte[] NOTHING = {};

    private final KeyValueStore<byte[], byte[]> items;
    private final KeyValueStore<byte[], byte[]> waiting;
    private final KeyValueStore<byte[], byte[]> deadlines;

    JoinState(ProcessingContext context) {
        items = context.getStateStore(ITEMS);
        waiting = context.getStateStore(WAITING);
        deadlines = context.getStateStore(DEADLINES);
    }

    static Set<StoreBuilder<?>> stores() {
        return new LinkedHashSet<>(List.of(store(ITEMS), store(WAITING), store(DEADLINES))); // always in this order
    }

    static String[] names() {
        return new String[] {ITEMS, WAITING, DEADLINES};
    }

    private static StoreBuilder<?> store(String name) {
        Serde<byte[]> bytes = Serdes.ByteArray();
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), bytes, bytes)
                .withCachingDisabled()
                .withLoggingEnabled(Topics.QUICK_TO_READ);
    }

    /** About how many pairs wait. */
    long waiting() {
        return waiting.approximateNumEntries();
    }

    /** The newest features of an item, or null while there are none. */
    Features item(byte[] id) {
        byte[] features = items.get(id);
        return features == null ? null : FeaturesCodec.decode(features);
    }

    /** Remembers an item's newest features; null forgets the item. */
    void putItem(byte[] id, byte[] features) {
        items.put(id, features);
    }

    /**
     * Lets a pair wait for an item's features.
     *
     * @param hop which of the two joins it waits at; with the offset by which it came there its key is unique
     * @param deadline when it has waited long enough, in milliseconds since the epoch
     */
    void park(byte[] id, byte hop, long offset, long deadline, WaitingPair pair) {
        byte[] key = ByteBuffer.allocate(Integer.BYTES + id.length + 1 + Long.BYTES)
                .putInt(id.length)
                .put(id)
                .put(hop)
                .putLong(offset)
                .array();
        waiting.put(key, prefixed(deadline, WaitingPairCodec.encode(pair)));
        deadlines.put(prefixed(deadline, key), NOTHING);
    }

    /** Takes out all pairs that wait for an item, in the order in which they came to each join. */
    void release(byte[] id, Consumer<WaitingPair> released) {
        byte[] prefix = ByteBuffer.allocate(Integer.BYTES + id.length)
                .putInt(id.length)
                .put(id)
                .array();
        try (KeyValueIterator<byte[], byte[]> entries = waiting.prefixScan(prefix, new ByteArraySerializer())) {
            entries.forEachRemaining(entry -> released.accept(take(entry.key, entry.value)));
        }
    }

    /** Takes out the pairs that have waited long enough at {@code now}, in milliseconds since the epoch. */
    void expire(long now, Consumer<WaitingPair> expired) {
        byte[] end = ByteBuffer.allocate(Long.BYTES).putLong(now).array();
        try (KeyValueIterator<byte[], byte[]> due = deadlines.range(null, end)) {
            due.forEachRemaining(entry -> {
                byte[] key = unprefixed(entry.key);
                expired.accept(take(key, waiting.get(key)));
            });
        }
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
