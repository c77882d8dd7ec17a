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
    private static final String QUEUES = "queues";
    private static final String DEADLINES = "deadlines";
    private static final String LINE = "line";
    private static final byte[] NOTHING = {};

    private final KeyValueStore<byte[], byte[]> items;
    private final KeyValueStore<byte[], byte[]> waiting; // by item and number
    private final KeyValueStore<byte[], byte[]> queues; // by item, where pairs wait for it
    private final KeyValueStore<byte[], byte[]> deadlines; // by deadline, item and number
    private final WaitingLine line;
    private long expiredUpTo;

    JoinState(ProcessingContext context) {
        items = context.getStateStore(ITEMS);
        waiting = context.getStateStore(WAITING);
        queues = context.getStateStore(QUEUES);
        deadlines = context.getStateStore(DEADLINES);
        line = new WaitingLine(context.getStateStore(LINE));
    }

    static Set<StoreBuilder<?>> stores() {
        return Stream.of(names()).map(JoinState::store).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Always in this order. */
    static String[] names() {
        return new String[] {ITEMS, WAITING, QUEUES, DEADLINES, LINE};
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
    }

    /** Whether pairs wait for an item, with or without features: one that comes now has to wait behind them. */
    boolean isWaitedFor(byte[] id) {
        return queues.get(id) != null;
    }

    /**
     * Lets a pair wait for an item's features.
     *
     * @param deadline when it has waited long enough, in milliseconds since the epoch
     */
    void park(byte[] id, long deadline, WaitingPair pair) {
        Queue queue = Queue.of(queues.get(id));
        byte[] key = key(id, queue.end());
        waiting.put(key, prefixed(deadline, WaitingPairCodec.encode(pair)));
        deadlines.put(prefixed(deadline, key), NOTHING);
        keep(id, new Queue(queue.first(), queue.end() + 1, queue.linedUp()));
    }

    /** Takes out the pairs that wait for an item, in the order in which they came to each join; the rest later. */
    void release(byte[] id, Allowance allowance, Consumer<WaitingPair> released) {
        Queue queue = Queue.of(queues.get(id));
        long number = queue.first();
        for (; number < queue.end() && allowance.isLeft(); number++) {
            byte[] key = key(id, number);
            byte[] value = waiting.get(key);
            if (value != null) { // it has not expired before those in front of it
                allowance.use(value.length);
                released.accept(take(key, value));
            }
        }
        boolean linesUp = number < queue.end() && !queue.linedUp();
        if (linesUp) {
            line.add(id);
        }
        if (linesUp || number > queue.first()) {
            keep(id, new Queue(number, queue.end(), true));
        }
    }

    /** Names the items with features that still have pairs waiting, as long as there is allowance left. */
    void releasing(Allowance allowance, Consumer<byte[]> item) {
        while (allowance.isLeft() && !line.isEmpty()) {
            byte[] id = line.next();
            Queue queue = Queue.of(queues.get(id));
            if (queue.first() < queue.end()) { // newer features have not released the rest
                keep(id, new Queue(queue.first(), queue.end(), false));
                if (items.get(id) != null) {
                    item.accept(id);
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

    /** A pair was taken out that need not have been the first of its item's queue. */
    private void leave(byte[] key) {
        byte[] id = Arrays.copyOfRange(key, 0, key.length - Long.BYTES);
        Queue queue = Queue.of(queues.get(id));
        long first = queue.first();
        while (first < queue.end() && waiting.get(key(id, first)) == null) {
            first++;
        }
        if (first > queue.first()) {
            keep(id, new Queue(first, queue.end(), queue.linedUp()));
        }
    }

    private void keep(byte[] id, Queue queue) {
        queues.put(id, queue.bytes());
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

    /**
     * The pairs that wait for an item.
     *
     * @param first the number of the first one
     * @param end the number that the next one will get
     * @param linedUp whether the item is in the line of those that have features
     */
    private record Queue(long first, long end, boolean linedUp) {
        private static final int BYTES = 2 * Long.BYTES + 1;

        /** @param bytes null if there are none */
        static Queue of(byte[] bytes) {
            if (bytes == null) {
                return new Queue(0, 0, false);
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new Queue(buffer.getLong(), buffer.getLong(), buffer.get() != 0);
        }

        /** Null if there are none. */
        byte[] bytes() {
            return first == end
                    ? null
                    : ByteBuffer.allocate(BYTES)
                            .putLong(first)
                            .putLong(end)
                            .put((byte) (linedUp ? 1 : 0))
                            .array();
        }
    }
}
