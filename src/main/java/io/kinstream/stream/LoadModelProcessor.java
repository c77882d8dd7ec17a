package io.kinstream.stream;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Feeds the global store from the models topic, and the model in service from the store. It must not throw: nothing
 * replaces a global thread. It runs for each record that is restored, too, in an instance of its own. Records that cannot be of a
 * model, whoever wrote them, are passed over: the store is in memory.
 */
final class LoadModelProcessor implements Processor<String, byte[], Void, Void> {

    static final String NAME = "load-model";
    static final String STORE = "models";

    private final ModelInService model;
    private KeyValueStore<String, byte[]> store;

    LoadModelProcessor(ModelInService model) {
        this.model = model;
    }

    static StoreBuilder<KeyValueStore<String, byte[]>> store() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled();
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(STORE);
        model.offer(store::get);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        if (record.key() != null && model.takes(record.key(), record.value())) {
            store.put(record.key(), record.value());
            model.offer(store::get);
        }
    }
}
