package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.monitor.KinstreamMeters;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.Topology;

/** The wiring of the embedding application. See {@code topology/embed.txt} for what it comes to. */
final class EmbedTopology {

    private EmbedTopology() {}

    /**
     * The wiring.
     *
     * @param model where the newest complete version is put into service
     * @param ahead where another thread may have done a record's work already
     */
    static Topology of(KinstreamConfig config, ModelInService model, EmbedAhead ahead, KinstreamMeters meters) {
        Topics topics = new Topics(config);
        Topology topology = new Topology();
        topology.addGlobalStore(
                LoadModelProcessor.store(),
                "models-source",
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topics.models(),
                LoadModelProcessor.NAME,
                () -> new LoadModelProcessor(model));
        topology.addSource(
                "features-source", new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.features());
        topology.addProcessor(EmbedProcessor.NAME, () -> new EmbedProcessor(model, ahead, meters), "features-source");
        topology.addSink(
                "embeddings-from-embed",
                topics.embeddings(),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                EmbedProcessor.NAME);
        return topology;
    }
}
