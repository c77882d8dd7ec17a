package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.config.Role;
import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.testing.Await;
import io.kinstream.testing.SharedBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What we create ahead of Kafka Streams is what it would create. */
@ExtendWith(SharedBroker.class)
class InternalTopicsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    /** What a topic is like: its partitions, and the settings that are its own. */
    private record Like(int partitions, Map<String, String> configs) {}

    @Test
    void thoseOfTheJoinAreAsKafkaStreamsMakesThem(SharedBroker.Address broker) throws Exception {
        compare(new Installation(broker, "internal-join", directory, "model.layers", "4,2", "join.partitions", "3"), 8);
    }

    @Test
    void thoseOfDirectModeAreAsKafkaStreamsMakesThem(SharedBroker.Address broker) throws Exception {
        compare(
                new Installation(broker, "internal-direct", directory, "model.layers", "4,2", "train.direct", "true"),
                2);
    }

    @Test
    void theyHaveTheUsersSettingsAndAReplayBufferHasOne(SharedBroker.Address broker) throws Exception {
        compare(
                new Installation(
                        broker,
                        "internal-replay",
                        directory,
                        "model.layers",
                        "4,2",
                        "train.replay.pairs",
                        "50",
                        "kafka.topic.segment.bytes", // of what the stores have themselves, too
                        "20000000",
                        "kafka.topic.max.message.bytes",
                        "5000000"),
                9);
    }

    private void compare(Installation installation, int topics) throws Exception {
        KinstreamConfig config = installation.config();
        Map<String, Like> ours = InternalTopics.of(config)
                .collect(Collectors.toMap(
                        Topics.Spec::name,
                        spec -> new Like(spec.partitions(), new TreeMap<>(spec.configs())),
                        (one, other) -> one,
                        TreeMap::new));
        assertEquals(topics, ours.size());
        assertEquals(ours, madeByKafkaStreams(config));
    }

    private static Map<String, Like> madeByKafkaStreams(KinstreamConfig config) throws Exception {
        KinstreamMeters meters = new KinstreamMeters(new SimpleMeterRegistry(), List.of());
        try (KafkaStreams streams =
                        new KafkaStreams(TrainTopology.of(config, meters), StreamsSettings.train(config, "alone"));
                Admin admin = Admin.create(Map.copyOf(config.kafka()))) {
            streams.start();
            Await.untilTrue("its tasks", PATIENCE, () -> streams.state() == KafkaStreams.State.RUNNING);
            List<String> names = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(config.applicationId(Role.TRAIN) + "-"))
                    .toList();
            Map<String, Like> made = new TreeMap<>();
            for (TopicDescription topic :
                    admin.describeTopics(names).allTopicNames().get().values()) {
                made.put(topic.name(), new Like(topic.partitions().size(), ownSettings(admin, topic.name())));
            }
            return made;
        }
    }

    private static Map<String, String> ownSettings(Admin admin, String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        return config.entries().stream()
                .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value, (one, other) -> one, TreeMap::new));
    }
}
