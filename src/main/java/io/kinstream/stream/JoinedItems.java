package io.kinstream.stream;

import io.kinstream.monitor.RefusedException;
import io.kinstream.nn.Features;
import io.kinstream.wire.FeaturesCodec;
import io.kinstream.wire.KnownItem;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The items that the join remembers in the partitions of this process: all there are, if it is the only one. */
record JoinedItems(KafkaStreams join) implements Items {

    private static final StoreQueryParameters<ReadOnlyKeyValueStore<byte[], byte[]>> STORE =
            StoreQueryParameters.fromNameAndType(JoinState.ITEMS, QueryableStoreTypes.keyValueStore());

    @Override
    public Features get(String id) throws RefusedException {
        byte[] features = read(id.getBytes(StandardCharsets.UTF_8));
        if (features == null) {
            throw Items.unknown("it must be an item whose features came, but was \"" + id + "\"");
        }
        return FeaturesCodec.decode(features);
    }

    private byte[] read(byte[] id) throws RefusedException {
        try {
            return KnownItem.decode(join.store(STORE).get(id)).features();
        } catch (InvalidStateStoreException e) {
            throw RefusedException.notNow(
                    "not-ready",
                    "items can be read when partitions are assigned and restored: ask again, or give features");
        }
    }
}
