package io.kinstream.stream;

import io.kinstream.learn.LearnerSettings;
import io.kinstream.learn.Reservoir;
import io.kinstream.wire.ReplayCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the replay buffer is kept between commits: one entry a stored pair, by its slot, and one that says what the
 * buffer is. A commit writes only the slots that have changed. It is never cached, like {@link CheckpointStore}, but on
 * disk, as the pairs are on the heap already.
 */
final class ReplayStore {

    static final String NAME = "replay";

    private static final Logger LOG = LoggerFactory.getLogger(ReplayStore.class);
    private static final int EXTENT = -1;
    private static final int MEGABYTE = 1024 * 1024;

    private final LearnerSettings settings;
    private final KeyValueStore<Integer, byte[]> entries;
    private boolean outdated;

    ReplayStore(LearnerSettings settings, KeyValueStore<Integer, byte[]> entries) {
        this.settings = settings;
        this.entries = entries;
        warnIfLarge(2L
                * Float.BYTES
                * settings.replay().pairs()
                * settings.architecture().inputs());
    }

    static StoreBuilder<KeyValueStore<Integer, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(NAME), Serdes.Integer(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Topics.QUICK_TO_READ);
    }

    /**
     * The buffer as it was kept. It begins anew if it was of another size, or if pairs were learned without it.
     *
     * @param learned how many pairs the learner has learned
     * @throws io.kinstream.wire.CorruptDataException if entries are missing or damaged
     */
    Reservoir read(long learned) {
        byte[] kept = entries.get(EXTENT);
        ReplayCodec.Extent extent = kept == null ? null : ReplayCodec.decodeExtent(kept);
        int slots = settings.replay().pairs();
        outdated = extent != null && (extent.slots() != slots || extent.learned() != learned);
        if (extent == null || outdated) {
            LOG.info(
                    "The replay buffer of {} pairs begins empty, after {} pairs{}",
                    slots,
                    learned,
                    outdated ? "; there is one of " + extent.slots() + ", kept after " + extent.learned() : "");
            return new Reservoir(settings.replay(), settings.seed(), learned);
        }
        return Reservoir.restore(
                settings.replay(),
                settings.seed(),
                extent.since(),
                learned,
                slot -> ReplayCodec.decodePair(entries.get(slot)));
    }

    private static void warnIfLarge(long bytes) {
        if (bytes > Runtime.getRuntime().maxMemory() / 2) {
            LOG.warn(
                    "The replay buffer may take {} MB of the heap, if its vectors are dense; the heap has {} MB"
                            + " (KINSTREAM_HEAP, or a smaller train.replay.pairs)",
                    bytes / MEGABYTE,
                    Runtime.getRuntime().maxMemory() / MEGABYTE);
        }
    }

    /**
     * Writes what has changed since it was written last.
     *
     * @return how many bytes
     */
    long write(Reservoir reservoir) {
        if (outdated) {
            clear();
        }
        long bytes = put(
                EXTENT,
                ReplayCodec.encode(
                        new ReplayCodec.Extent(reservoir.capacity(), reservoir.since(), reservoir.learned())));
        for (int slot : reservoir.takeChanged()) {
            bytes += put(slot, ReplayCodec.encode(reservoir.pair(slot)));
        }
        return bytes;
    }

    private long put(int key, byte[] value) {
        entries.put(key, value);
        return value.length;
    }

    private void clear() {
        List<Integer> keys = new ArrayList<>();
        try (KeyValueIterator<Integer, byte[]> all = entries.all()) {
            while (all.hasNext()) {
                KeyValue<Integer, byte[]> entry = all.next();
                keys.add(entry.key);
            }
        }
        keys.forEach(entries::delete);
        outdated = false;
    }
}
