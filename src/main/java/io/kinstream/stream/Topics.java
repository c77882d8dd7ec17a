package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.wire.Topic;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/** The topics of one installation: their names, and what they must be like. */
public final class Topics {

    /**
     * What a topic must be like.
     *
     * @param partitions how many it gets when it is created
     * @param single whether it must have exactly one partition
     * @param configs topic settings it is created with
     */
    public record Spec(String name, int partitions, boolean single, Map<String, String> configs) {}

    /** For compacted topics that a start reads whole: small segments, cleaned early, keep them short. */
    static final Map<String, String> QUICK_TO_READ = Map.of(
            TopicConfig.SEGMENT_BYTES_CONFIG, "67108864",
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1");

    /** How long the changelog of a join's store tells what was deleted: a local state must not be away for longer. */
    static final Duration DELETIONS_KEPT = Duration.ofDays(1);

    private final KinstreamConfig config;

    public Topics(KinstreamConfig config) {
        this.config = config;
    }

    public String features() {
        return name(Topic.FEATURES);
    }

    public String pairs() {
        return name(Topic.PAIRS);
    }

    public String embeddings() {
        return name(Topic.EMBEDDINGS);
    }

    public String models() {
        return name(Topic.MODELS);
    }

    public String trainingLog() {
        return name(Topic.TRAINING_LOG);
    }

    public String deadLetters() {
        return name(Topic.DEAD_LETTERS);
    }

    /** Where the topics are. */
    String servers() {
        return config.kafka().get("bootstrap.servers");
    }

    String name(Topic topic) {
        return config.topic(topic.word());
    }

    /** All topics of this configuration; in direct mode there is no training log, `pairs` itself is one. */
    public List<Spec> all() {
        int partitions = config.partitions();
        boolean direct = config.direct();
        Spec features = new Spec(features(), partitions, false, compacted());
        Spec pairs = new Spec(pairs(), config.pairsPartitions(), direct, Map.of());
        Spec embeddings = new Spec(embeddings(), partitions, false, compacted());
        Spec models = new Spec(models(), 1, true, quick(compacted()));
        Spec log = new Spec(trainingLog(), 1, true, large(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1")));
        Spec deadLetters = new Spec(deadLetters(), 1, false, large(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1")));
        return direct
                ? List.of(features, pairs, embeddings, models, deadLetters)
                : List.of(features, pairs, embeddings, models, log, deadLetters);
    }

    /**
     * For changelogs of what comes and goes, as waiting pairs do: a start reads it all, and is to read little that is gone.
     * The newest segment is never cleaned, and what was deleted is told for as long as it is kept.
     *
     * @param segmentBytes as small as the largest batch allows
     */
    static Map<String, String> comingAndGoing(int segmentBytes) {
        return Map.of(
                TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(segmentBytes),
                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1",
                TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.toString(DELETIONS_KEPT.toMillis()));
    }

    private static Map<String, String> compacted() {
        return Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    }

    private static Map<String, String> quick(Map<String, String> configs) {
        Map<String, String> all = new LinkedHashMap<>(configs);
        all.putAll(QUICK_TO_READ);
        return all;
    }

    /** A record here holds two vectors, or an event of any allowed size and what was wrong with it. */
    private static Map<String, String> large(Map<String, String> configs) {
        Map<String, String> all = new LinkedHashMap<>(configs);
        all.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(KinstreamConfig.RECORD_LIMIT_BYTES));
        return all;
    }
}
