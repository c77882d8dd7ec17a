package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Creates the topics and checks the ones that are there. */
public final class TopicAdmin {

    private final Admin admin;
    private final Topics topics;

    public TopicAdmin(Admin admin, Topics topics) {
        this.admin = admin;
        this.topics = topics;
    }

    /**
     * Creates the topics that are missing; leaves the others as they are.
     *
     * @param replicationFactor copies of each partition, -1 for the broker's default
     * @return the names of the topics that were created
     * @throws KafkaException if the broker refuses or cannot be reached
     */
    public List<String> create(short replicationFactor) {
        return TopicCreation.ask(admin, topics.all(), replicationFactor).await();
    }

    /**
     * Asks for those of the {@linkplain InternalTopics internal topics} that are missing.
     *
     * @throws KafkaException if the broker cannot be reached, or if the replication factor of Kafka Streams is not a number
     */
    TopicCreation createInternal(KinstreamConfig config) {
        String replicas = config.kafka().getOrDefault(StreamsConfig.REPLICATION_FACTOR_CONFIG, "-1"); // as it has it
        Object parsed = ConfigDef.parseType(StreamsConfig.REPLICATION_FACTOR_CONFIG, replicas, ConfigDef.Type.SHORT);
        List<String> existing = existing(); // who made them may not let the program make any
        List<Topics.Spec> missing = InternalTopics.of(config)
                .filter(spec -> !existing.contains(spec.name()))
                .toList();
        return TopicCreation.ask(admin, missing, (Short) parsed);
    }

    /**
     * Compares the topics with what they must be like.
     *
     * @return one line for each problem, with what to do about it; empty if all is well
     * @throws KafkaException if the broker cannot be reached
     */
    public List<String> check() {
        List<String> existing = existing();
        List<Topics.Spec> present = topics.all().stream()
                .filter(spec -> existing.contains(spec.name()))
                .toList();
        List<String> problems = new ArrayList<>();
        topics.all().stream()
                .filter(spec -> !existing.contains(spec.name()))
                .forEach(spec -> problems.add(spec.name() + " must exist: create it with `kinstream topics create`"));
        Map<String, TopicDescription> descriptions = describe(present);
        Map<String, Config> configs = configs(present);
        for (Topics.Spec spec : present) {
            partitions(spec, descriptions.get(spec.name())).ifPresent(problems::add);
            Config config = configs.get(spec.name());
            cleanup(spec, config).ifPresent(problems::add);
            size(spec, config).ifPresent(problems::add);
        }
        return problems;
    }

    private static Optional<String> partitions(Topics.Spec spec, TopicDescription description) {
        int partitions = description.partitions().size();
        if (!spec.single() || partitions == 1) {
            return Optional.empty();
        }
        return Optional.of(spec.name() + " must have 1 partition (one model is one ordered learner), but was "
                + partitions + ": use another topics.prefix, or delete the topic and create it again");
    }

    private Optional<String> cleanup(Topics.Spec spec, Config config) {
        String wanted = spec.configs().get(TopicConfig.CLEANUP_POLICY_CONFIG);
        String policy = value(config, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (wanted == null ? !policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT) : policy.contains(wanted)) {
            return Optional.empty();
        }
        String rule = wanted == null ? TopicConfig.CLEANUP_POLICY_DELETE : wanted;
        return Optional.of(problem(spec, TopicConfig.CLEANUP_POLICY_CONFIG, rule, policy));
    }

    private Optional<String> size(Topics.Spec spec, Config config) {
        String wanted = spec.configs().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        String limit = value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        if (wanted == null || Long.parseLong(limit) >= Long.parseLong(wanted)) {
            return Optional.empty();
        }
        return Optional.of(problem(spec, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, wanted, limit));
    }

    private String problem(Topics.Spec spec, String key, String rule, String value) {
        return ("%s: %s must be %s, but was %s: set it with"
                        + " `kafka-configs --bootstrap-server %s --alter --topic %s --add-config %s=%s`")
                .formatted(spec.name(), key, rule, value, topics.servers(), spec.name(), key, rule);
    }

    private static String value(Config config, String key) {
        ConfigEntry entry = config.get(key);
        return entry == null ? "" : entry.value();
    }

    private List<String> existing() {
        return List.copyOf(await(admin.listTopics().names(), "topics on " + topics.servers() + " could not be listed"));
    }

    private Map<String, TopicDescription> describe(List<Topics.Spec> specs) {
        List<String> names = specs.stream().map(Topics.Spec::name).toList();
        return await(admin.describeTopics(names).allTopicNames(), "topics could not be described");
    }

    private Map<String, Config> configs(List<Topics.Spec> specs) {
        List<ConfigResource> resources = specs.stream()
                .map(spec -> new ConfigResource(ConfigResource.Type.TOPIC, spec.name()))
                .toList();
        return await(admin.describeConfigs(resources).all(), "topic settings could not be read").entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
    }

    static <T> T await(KafkaFuture<T> future, String failure) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new KafkaException(failure + ": " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(failure + ": interrupted", e);
        }
    }
}
