package io.kinstream.stream;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * A store that holds nothing and says when Kafka Streams commits.
 *
 * <p>Kafka Streams has no public callback before a commit, but a caching store has this contract: dirty entries are
 * written to the store underneath when the task commits, before the producer is flushed. This class is such a store
 * underneath. A processor puts one entry after each change of its state on the heap; at the commit, this class's
 * {@code put} runs the processor's hook, which writes the whole state to a logged, uncached store, within the same
 * transaction as the offsets. A thousand changes between two commits cost one write.
 *
 * <p>The hook may also run when the cache is under pressure or into a transaction that is going to be aborted: it must
 * only write to stores, and never forward records.
 */
final class CommitTickStore implements KeyValueStore<Bytes, byte[]> {

    /** Makes the store of each task, and binds the hook of the task's processor to it. One for each topology. */
    static final class Supplier implements KeyValueBytesStoreSupplier {
        private final String name;
        private final Map<TaskId, CommitTickStore> open = new ConcurrentHashMap<>();

        Supplier(String name) {
            this.name = name;
        }

        /** The store as the topology takes it: caching is what makes it tick, and there is nothing to log. */
        StoreBuilder<KeyValueStore<Integer, byte[]>> builder() {
            return Stores.keyValueStoreBuilder(this, Serdes.Integer(), Serdes.ByteArray())
                    .withCachingEnabled()
                    .withLoggingDisabled();
        }

        /** Runs {@code hook} at each commit of the task that follows a change; call it in the processor's init. */
        void onCommit(TaskId task, Runnable hook) {
            open.get(task).hook = hook;
        }

        /** Forgets the hook; call it in the processor's close. */
        void forget(TaskId task) {
            CommitTickStore store = open.get(task);
            if (store != null) {
                store.hook = null;
            }
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public KeyValueStore<Bytes, byte[]> get() {
            return new CommitTickStore(this);
        }

        @Override
        public String metricsScope() {
            return "commit-tick";
        }
    }

    private static final byte[] TICK = {1};

    private final Supplier supplier;
    private TaskId task;
    private volatile Runnable hook;
    private volatile boolean open;

    private CommitTickStore(Supplier supplier) {
        this.supplier = supplier;
    }

    /** Marks the task's state as changed. */
    static void tick(KeyValueStore<Integer, byte[]> store) {
        store.put(0, TICK);
    }

    @Override
    public String name() {
        return supplier.name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        task = context.taskId();
        supplier.open.put(task, this);
        open = true;
        context.register(root, (key, value) -> {});
    }

    @Override
    public void put(Bytes key, byte[] value) {
        Runnable bound = hook;
        if (bound != null) {
            bound.run();
        }
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte[] value) {
        put(key, value);
        return null;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte[] delete(Bytes key) {
        return null;
    }

    @Override
    public byte[] get(Bytes key) {
        return null;
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        throw new UnsupportedOperationException("a commit-tick store holds nothing");
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        throw new UnsupportedOperationException("a commit-tick store holds nothing");
    }

    @Override
    public long approximateNumEntries() {
        return 0;
    }

    /**
     * True although nothing is on disk: it makes Kafka Streams keep its process id in the state directory, hence its
     * transactional id, and a killed process that comes back ends its open transaction at once.
     */
    @Override
    public boolean persistent() {
        return true;
    }

    /** True, so that Kafka Streams keeps no checkpoint file for a store without data. */
    @Override
    @SuppressWarnings("deprecation") // in 4.3 a store that does not say so gets a checkpoint file
    public boolean managesOffsets() {
        return true;
    }

    @Override
    public void commit(Map<TopicPartition, Long> offsets) {
        // Nothing to keep: this runs after the commit, where it is too late to write.
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public Position getPosition() {
        return Position.emptyPosition();
    }

    @Override
    public void close() {
        open = false;
        hook = null;
        supplier.open.remove(task, this);
    }
}
