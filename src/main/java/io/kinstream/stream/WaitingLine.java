package io.kinstream.stream;

import java.nio.ByteBuffer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Items that stand in a line, kept in a store: they are numbered, so that none but the first and the last is searched for. */
final class WaitingLine {

    private final KeyValueStore<byte[], byte[]> store;
    private long first;
    private long end;

    /** @param store by number; only one of the lines that are made of it may be used */
    WaitingLine(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
        try (KeyValueIterator<byte[], byte[]> all = store.all()) {
            first = all.hasNext() ? ByteBuffer.wrap(all.peekNextKey()).getLong() : 0;
        }
        try (KeyValueIterator<byte[], byte[]> all = store.reverseAll()) {
            end = all.hasNext() ? ByteBuffer.wrap(all.peekNextKey()).getLong() + 1 : 0;
        }
    }

    boolean isEmpty() {
        return first == end;
    }

    void add(byte[] item) {
        store.put(key(end++), item);
    }

    /** Takes out the first one; there must be one. */
    byte[] next() {
        byte[] key = key(first++);
        byte[] item = store.get(key);
        store.delete(key);
        return item;
    }

    private static byte[] key(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
