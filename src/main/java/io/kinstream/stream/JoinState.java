package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.nn.Features;
import io.kinstream.wire.FeaturesCodec;
import io.kinstream.wire.KnownItem;
import io.kinstream.wire.WaitingPair;
import io.kinstream.wire.WaitingPairCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiConsumer;
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
 * when each of them has waited long enough. Neither the number of items nor that of waiting pairs is bounded by memory.
 *
 * <p>The pairs that wait for an item are numbered, and looked up by their numbers. As a range they would be slow to read:
 * RocksDB marks what is deleted, and to find where a range ends it passes over all marks up to the next entry that is
 * left, be they those of a million pairs of other items. Only the deadlines are read as a range, when one is due.
 *
 * <p>Pairs are let go in portions: an item that has features and still has pairs waiting is lined up.
 */
final class JoinState {

    static final String ITEMS = "items";
    private static final String WAITING = "waiting";
    private static final String DEADLINES = "deadlines";
    private static final String LINE = "line";
    private static final byte[] NOTHING = {};

    private final KeyValueStore<byte[], byte[]> items; // by id, a KnownItem
    private final KeyValueStore<byte[], byte[]> waiting; // by item and number
    private final KeyValueStore<byte[], byte[]> deadlines; // by deadline, item and number
    private final WaitingLine line;
    private long expiredUpTo;

    JoinState(ProcessingContext context) {
        items = context.getStateStore(ITEMS);
        waiting = context.getStateStore(WAITING);
        deadlines = context.getStateStore(DEADLINES);
        line = new WaitingLine(context.getStateStore(LINE));
    }

    static Set<StoreBuilder<?>> stores() {
        return Stream.of(names()).map(JoinState::store).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Always in this order. */
    static String[] names() {
        return new String[] {ITEMS, WAITING, DEADLINES, LINE};
    }

    private static StoreBuilder<?> store(String name) {
        boolean largeRecords = name.equals(ITEMS) || name.equals(WAITING);
        int batch = largeRecords ? KinstreamConfig.RECORD_LIMIT_BYTES : KinstreamConfig.BATCH_LIMIT_BYTES;
        Serde<byte[]> bytes = Serdes.ByteArray();
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), bytes, bytes)
                .withCachingDisabled()
                .withLoggingEnabled(Topics.comingAndGoing(batch));
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

    /** The newest features of an item for a pair that comes now; null if it has to wait for them, or behind others. */
    Features ready(byte[] id) {
        KnownItem item = read(id);
        return item.isWaitedFor() || item.features() == null ? null : FeaturesCodec.decode(item.features());
    }

    /**
     * Remembers an item's newest features.
     *
     * @return whether pairs wait for them
     */
    boolean putItem(byte[] id, byte[] features) {
        KnownItem item = read(id).withFeatures(features);
        keep(id, item);
        return item.isWaitedFor();
    }

    /** Forgets an item's features; the pairs that are not let go yet wait again. */
    void forgetItem(byte[] id) {
        keep(id, read(id).withFeatures(null));
    }

    /**
     * Lets a pair wait for an item's features.
     *
     * @param deadline when it has waited long enough, in milliseconds since the epoch
     */
    void park(byte[] id, long deadline, WaitingPair pair) {
        KnownItem item = read(id);
        byte[] key = key(id, item.end());
        waiting.put(key, prefixed(deadline, WaitingPairCodec.encode(pair)));
        deadlines.put(prefixed(deadline, key), NOTHING);
        keep(id, item.withPairs(item.first(), item.end() + 1, item.linedUp()));
    }

    /** Takes out the pairs that wait for an item, in the order in which they came to each join; the rest later. */
    void release(byte[] id, Allowance allowance, Consumer<WaitingPair> released) {
        KnownItem item = read(id);
        long number = item.first();
        for (; number < item.end() && allowance.isLeft(); number++) {
            byte[] key = key(id, number);
            byte[] value = waiting.get(key);
            if (value != null) { // it has not expired before those in front of it
                allowance.use(value.length);
                released.accept(take(key, value));
            }
        }
        boolean linesUp = number < item.end() && !item.linedUp();
        if (linesUp) {
            line.add(id);
        }
        if (linesUp || number > item.first()) {
            keep(id, item.withPairs(number, item.end(), true));
        }
    }

    /** Names the items with features that still have pairs waiting, as long as there is allowance left. */
    void releasing(Allowance allowance, BiConsumer<byte[], Features> waitedFor) {
        while (allowance.isLeft() && !line.isEmpty()) {
            byte[] id = line.next();
            KnownItem item = read(id);
            if (item.isWaitedFor()) { // newer features have not released the rest
                keep(id, item.withPairs(item.first(), item.end(), false));
                if (item.features() != null) {
                    waitedFor.accept(id, FeaturesCodec.decode(item.features()));
                }
            }
        }
    }

    /**
     * Takes out the pairs whose deadline is before {@code now}, in milliseconds since the epoch, in the order of
     * their deadlines; the rest later.
     *
     * @return the deadline of the next one, the largest number if none waits
     */
    long expire(long now, Allowance allowance, Consumer<WaitingPair> expired) {
        // Begins where it ended, as passing over what was deleted takes time; the clock may have been set back.
        long from = Math.min(expiredUpTo, now);
        try (KeyValueIterator<byte[], byte[]> due = deadlines.range(time(from), null)) {
            while (due.hasNext()) {
                long deadline = ByteBuffer.wrap(due.peekNextKey()).getLong();
                expiredUpTo = Math.min(deadline, now);
                if (deadline >= now || !allowance.isLeft()) {
                    return deadline;
                }
                KeyValue<byte[], byte[]> entry = due.next();
                byte[] key = unprefixed(entry.key);
                byte[] value = waiting.get(key);
                allowance.use(value.length);
                WaitingPair pair = take(key, value);
                leave(key);
                expired.accept(pair);
            }
        }
        expiredUpTo = now;
        return Long.MAX_VALUE;
    }

    /** A pair was taken out that need not have been the first that waited for its item. */
    private void leave(byte[] key) {
        byte[] id = Arrays.copyOfRange(key, 0, key.length - Long.BYTES);
        KnownItem item = read(id);
        long first = item.first();
        while (first < item.end() && waiting.get(key(id, first)) == null) {
            first++;
        }
        if (first > item.first()) {
            keep(id, item.withPairs(first, item.end(), item.linedUp()));
        }
    }

    private KnownItem read(byte[] id) {
        return KnownItem.decode(items.get(id));
    }

    private void keep(byte[] id, KnownItem item) {
        items.put(id, item.encode());
    }

    private WaitingPair take(byte[] key, byte[] value) {
        waiting.delete(key);
        deadlines.delete(prefixed(ByteBuffer.wrap(value).getLong(), key));
        return WaitingPairCodec.decode(unprefixed(value));
    }

    private static byte[] key(byte[] id, long number) {
        return ByteBuffer.allocate(id.length + Long.BYTES)
                .put(id)
                .putLong(number)
                .array();
    }

    private static byte[] time(long time) {
        return ByteBuffer.allocate(Long.BYTES).putLong(time).array();
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
