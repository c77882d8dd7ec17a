package io.kinstream.stream;

import io.kinstream.wire.Checkpoint;
import io.kinstream.wire.CheckpointCodec;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Where the learner's state is kept between commits: one entry a block, in memory, logged to a changelog and never
 * cached, so that what the commit hook writes is in the transaction that is being committed.
 */
final class CheckpointStore {

    static final String NAME = "weights";

    /** The key of the block that a checkpoint is written from. */
    static final int FIRST = 0;

    private final KeyValueStore<Integer, byte[]> blocks;

    CheckpointStore(KeyValueStore<Integer, byte[]> blocks) {
        this.blocks = blocks;
    }

    static StoreBuilder<KeyValueStore<Integer, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(NAME), Serdes.Integer(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Topics.QUICK_TO_READ);
    }

    /** The topic in which Kafka Streams keeps it. */
    static String changelog(String applicationId) {
        return InternalTopics.changelogTopic(applicationId, NAME);
    }

    /** @throws io.kinstream.wire.CorruptDataException if blocks are there but do not make a whole state */
    Optional<Checkpoint> read() {
        return CheckpointCodec.decode(blocks::get);
    }

    /** @return how many bytes were written */
    long write(Checkpoint checkpoint) {
        List<byte[]> parts = CheckpointCodec.encode(checkpoint);
        long bytes = 0;
        for (int i = FIRST; i < parts.size(); i++) {
            blocks.put(i, parts.get(i));
            bytes += parts.get(i).length;
        }
        return bytes;
    }
}
