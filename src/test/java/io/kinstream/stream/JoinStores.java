package io.kinstream.stream;

import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** What the join remembers, in memory. */
final class JoinStores {

    private JoinStores() {}

    /** All of them, empty; the context does not know them yet. */
    static List<KeyValueStore<byte[], byte[]>> of(MockProcessorContext<byte[], byte[]> context) {
        return Stream.of(JoinState.names()).map(name -> store(name, context)).toList();
    }

    private static KeyValueStore<byte[], byte[]> store(String name, MockProcessorContext<byte[], byte[]> context) {
        KeyValueStore<byte[], byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        return store;
    }
}
