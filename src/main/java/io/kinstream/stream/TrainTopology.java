package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.config.Role;
import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.stream.JoinPairsProcessor.Hop;
import io.kinstream.wire.EventDecoder;
import io.kinstream.wire.Topic;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * The wiring of the training application. See {@code topology/train.txt} for what it comes to.
 *
 * <p>Nodes are plain processors; the DSL is used only where it manages a repartition topic. All that is looked up by
 * item is repartitioned by our own serialiser, features too: a user's producer may place an item's record by any
 * partitioner it likes (librdkafka's default is not Java's), and `features` may have any number of partitions.
 */
public final class TrainTopology {

    private static final String FEATURES = "features-source";
    private static final String PAIRS = "pairs-source";
    private static final String LOG = "training-log-source";
    private static final String BY_ITEM = "by-item";
    private static final String BY_FIRST = "by-first-item";
    private static final String BY_SECOND = "by-second-item";
    private static final String TO_SECOND = "to-second-item";
    static final String WAKE_UP = "wake-up";

    private final KinstreamConfig config;
    private final Topics topics;
    private final KinstreamMeters meters;
    private final EventDecoder decoder;
    private final GroupFence fence = new GroupFence();
    private final PromptCommit.LastRead lastRead = new PromptCommit.LastRead();

    private TrainTopology(KinstreamConfig config, KinstreamMeters meters) {
        this.config = config;
        this.topics = new Topics(config);
        this.meters = meters;
        this.decoder = new EventDecoder(config.architecture().inputs(), config.maxEventBytes());
    }

    /** The topology of this configuration; it differs by {@code train.direct}. */
    public static Topology of(KinstreamConfig config, KinstreamMeters meters) {
        TrainTopology wiring = new TrainTopology(config, meters);
        return config.direct() ? wiring.direct(new StreamsBuilder()) : wiring.joined(new StreamsBuilder());
    }

    /**
     * Users' pairs are the learner's log. Features are only judged here, so that bad ones are told exactly once. The
     * learner's record to itself is read by a node that is tied to it by a store: so both are one task.
     */
    private Topology direct(StreamsBuilder builder) {
        stream(builder, FEATURES, topics.features())
                .process(prompt(checkFeatures(null)), Named.as(CheckFeaturesProcessor.NAME));
        stream(builder, PAIRS, topics.pairs())
                .process(
                        prompt(learner(LearnInput.direct(decoder), null, filter(WAKE_UP))),
                        Named.as(LearnProcessor.NAME))
                .repartition(repartitioned(WAKE_UP, 1))
                .process(() -> new WakeUpProcessor(fence), Named.as(WakeUpProcessor.NAME), CheckpointStore.NAME);
        Topology topology = builder.build();
        sink(topology, Topic.DEAD_LETTERS, "check", CheckFeaturesProcessor.NAME);
        learnerEnds(topology);
        return topology;
    }

    private Topology joined(StreamsBuilder builder) {
        KStream<byte[], byte[]> items = stream(builder, FEATURES, topics.features())
                .process(prompt(checkFeatures(filter(BY_ITEM))), Named.as(CheckFeaturesProcessor.NAME))
                .repartition(byItem(BY_ITEM));
        KStream<byte[], byte[]> pairs = stream(builder, PAIRS, topics.pairs())
                .process(prompt(routePairs()), Named.as(RoutePairsProcessor.NAME))
                .repartition(byItem(BY_FIRST));
        KStream<byte[], byte[]> released = items.process(prompt(storeItems()), Named.as(StoreItemsProcessor.NAME));
        KStream<byte[], byte[]> first = pairs.process(prompt(joinPairs()), Named.as(Hop.FIRST.node), JoinState.names());
        released.merge(first, Named.as(TO_SECOND))
                .repartition(byItem(BY_SECOND).withStreamPartitioner(PairFlow::partitions))
                .process(prompt(joinPairs()), Named.as(Hop.SECOND.node), JoinState.names());
        return ends(builder.build());
    }

    /** The sinks, one for each part of the topology that writes a topic: a shared one would tie the parts together. */
    private Topology ends(Topology topology) {
        String[] joins = {StoreItemsProcessor.NAME, Hop.FIRST.node, Hop.SECOND.node};
        sink(topology, Topic.DEAD_LETTERS, "check", CheckFeaturesProcessor.NAME);
        sink(topology, Topic.DEAD_LETTERS, "route", RoutePairsProcessor.NAME);
        sink(topology, Topic.DEAD_LETTERS, "join", StoreItemsProcessor.NAME);
        sink(topology, Topic.TRAINING_LOG, "route", RoutePairsProcessor.NAME);
        sink(topology, Topic.TRAINING_LOG, "join", joins);
        topology.addSource(LOG, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.trainingLog());
        String log = name(Topic.TRAINING_LOG, "learn");
        topology.addProcessor(LearnProcessor.NAME, prompt(learner(LearnInput.log(), log, log)), LOG);
        learnerEnds(topology);
        sink(topology, Topic.TRAINING_LOG, "learn", LearnProcessor.NAME);
        return topology;
    }

    private PromptCommit prompt(ProcessorSupplier<byte[], byte[], byte[], byte[]> node) {
        return new PromptCommit(node, config.commitInterval(Role.TRAIN), lastRead);
    }

    private LearnProcessor.Supplier learner(LearnInput input, String log, String wakeUp) {
        LearnProcessor.Nodes nodes =
                new LearnProcessor.Nodes(name(Topic.MODELS, "learn"), name(Topic.DEAD_LETTERS, "learn"), log, wakeUp);
        return new LearnProcessor.Supplier(
                config, input, nodes, new CommitTickStore.Supplier("commit-tick"), fence, meters);
    }

    private void learnerEnds(Topology topology) {
        sink(topology, Topic.MODELS, "learn", LearnProcessor.NAME);
        sink(topology, Topic.DEAD_LETTERS, "learn", LearnProcessor.NAME);
    }

    private ProcessorSupplier<byte[], byte[], byte[], byte[]> checkFeatures(String join) {
        return () -> new CheckFeaturesProcessor(decoder, join, name(Topic.DEAD_LETTERS, "check"), meters);
    }

    private ProcessorSupplier<byte[], byte[], byte[], byte[]> routePairs() {
        PairFlow.Nodes nodes = new PairFlow.Nodes(filter(BY_FIRST), name(Topic.TRAINING_LOG, "route"));
        return () -> new RoutePairsProcessor(decoder, nodes, name(Topic.DEAD_LETTERS, "route"), meters);
    }

    private ProcessorSupplier<byte[], byte[], byte[], byte[]> storeItems() {
        return new StoreItemsProcessor.Supplier(
                fromJoin(), name(Topic.DEAD_LETTERS, "join"), config.joinTtl(), fence, meters);
    }

    private ProcessorSupplier<byte[], byte[], byte[], byte[]> joinPairs() {
        return () -> new JoinPairsProcessor(fromJoin(), config.joinTtl(), fence, meters);
    }

    private PairFlow.Nodes fromJoin() {
        return new PairFlow.Nodes(TO_SECOND, name(Topic.TRAINING_LOG, "join"));
    }

    private Repartitioned<byte[], byte[]> byItem(String name) {
        return repartitioned(name, config.joinPartitions());
    }

    private static Repartitioned<byte[], byte[]> repartitioned(String name, int partitions) {
        return Repartitioned.<byte[], byte[]>as(name)
                .withKeySerde(Serdes.ByteArray())
                .withValueSerde(Serdes.ByteArray())
                .withNumberOfPartitions(partitions);
    }

    /** What is repartitioned by item for the join, into {@code join.partitions} each. */
    static Stream<String> repartitionedByItem() {
        return Stream.of(BY_ITEM, BY_FIRST, BY_SECOND);
    }

    /** The node that Kafka Streams puts before a repartition topic, the child that a processor forwards to. */
    private static String filter(String repartition) {
        return repartition + "-repartition-filter";
    }

    private static KStream<byte[], byte[]> stream(StreamsBuilder builder, String name, String topic) {
        Serde<byte[]> bytes = Serdes.ByteArray();
        return builder.stream(topic, Consumed.with(bytes, bytes).withName(name));
    }

    private void sink(Topology topology, Topic topic, String part, String... parents) {
        topology.addSink(
                name(topic, part), topics.name(topic), new ByteArraySerializer(), new ByteArraySerializer(), parents);
    }

    /** The name of the node by which one part of the topology writes a topic. */
    private static String name(Topic topic, String part) {
        return topic.word() + "-from-" + part;
    }
}
