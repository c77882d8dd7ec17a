package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.config.Role;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The topics of training that Kafka Streams keeps for itself, as it would make them.
 *
 * <p>It makes them in a rebalance, which is too late for two. The leader of the group sees that there are more topics than
 * when the rebalance began, and asks for another one: until all members have heard of it, which takes up to a heartbeat,
 * its own tasks do not begin. And a process that comes back in time under its name gets its tasks without a rebalance: a
 * replay buffer that is switched on then would be waited for.
 */
final class InternalTopics {

    private final String application;
    private final Map<String, String> settings = new HashMap<>();

    private InternalTopics(KinstreamConfig config) {
        application = config.applicationId(Role.TRAIN);
        settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
        StreamsSettings.train(config, "").forEach((key, value) -> {
            if (key.toString().startsWith(StreamsConfig.TOPIC_PREFIX)) {
                settings.put(key.toString().substring(StreamsConfig.TOPIC_PREFIX.length()), value.toString());
            }
        });
    }

    /** All that this configuration needs. */
    static Stream<Topics.Spec> of(KinstreamConfig config) {
        InternalTopics topics = new InternalTopics(config);
        return config.direct()
                ? Stream.concat(Stream.of(topics.repartition(TrainTopology.WAKE_UP, 1)), topics.learner(config))
                : Stream.concat(topics.join(config.joinPartitions()), topics.learner(config));
    }

    private Stream<Topics.Spec> join(int partitions) {
        return Stream.concat(
                TrainTopology.repartitionedByItem().map(name -> repartition(name, partitions)),
                JoinState.stores().stream().map(store -> changelog(store, partitions)));
    }

    private Stream<Topics.Spec> learner(KinstreamConfig config) {
        Stream<Topics.Spec> weights = Stream.of(changelog(CheckpointStore.builder(), 1));
        return config.learnerSettings().replay().isOn()
                ? Stream.concat(weights, Stream.of(changelog(ReplayStore.builder(), 1)))
                : weights;
    }

    /** Kafka Streams deletes what it has read; until then it must be there. */
    private Topics.Spec repartition(String name, int partitions) {
        Map<String, String> configs = new HashMap<>(Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG, "-1",
                TopicConfig.SEGMENT_BYTES_CONFIG, "52428800"));
        configs.putAll(settings);
        return new Topics.Spec(repartitionTopic(application, name), partitions, false, configs);
    }

    private Topics.Spec changelog(StoreBuilder<?> store, int partitions) {
        Map<String, String> configs =
                new HashMap<>(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        configs.putAll(settings);
        configs.putAll(store.logConfig());
        return new Topics.Spec(changelogTopic(application, store.name()), partitions, false, configs);
    }

    /** The name of the topic by which a node repartitions. */
    static String repartitionTopic(String application, String name) {
        return application + "-" + name + "-repartition";
    }

    /** The name of the topic of a store. */
    static String changelogTopic(String application, String store) {
        return application + "-" + store + "-changelog";
    }
}
