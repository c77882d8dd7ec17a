package io.kinstream.config;

import io.kinstream.learn.LabelWeights;
import io.kinstream.learn.LearnerSettings;
import io.kinstream.learn.LearningRate;
import io.kinstream.learn.ReplaySettings;
import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Distance;
import io.kinstream.nn.InputScaling;
import io.kinstream.nn.LossForm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;

/**
 * The configuration of a process: typed, complete and checked. Immutable.
 *
 * <p>A value comes from the last of these that has it: the default, the properties file, the environment
 * ({@code KINSTREAM_MODEL_LAYERS} for {@code model.layers}), the command line. The keys are documented in
 * {@code config/kinstream.properties}.
 */
public final class KinstreamConfig {

    /** The largest record Kinstream lets pass through any of its topics, in bytes. */
    public static final int RECORD_LIMIT_BYTES = 4 * 1024 * 1024;

    /** The most that a producer may gather in one batch, in bytes: some changelogs have segments of that size. */
    public static final int BATCH_LIMIT_BYTES = 1024 * 1024;

    /** A Kafka setting with one of these in its name is not shown: rather one too many than one too few. */
    private static final List<String> SECRET_WORDS =
            List.of("password", "secret", "jaas", "token", "key", "credential", "user.info", "assertion");

    private final Map<String, Object> values;
    private final Set<String> given;
    private final Map<String, String> kafka;

    private KinstreamConfig(Map<String, Object> values, Set<String> given, Map<String, String> kafka) {
        this.values = Collections.unmodifiableMap(values);
        this.given = Set.copyOf(given);
        this.kafka = Collections.unmodifiableMap(kafka);
    }

    /**
     * Reads and checks a configuration.
     *
     * @param file the properties of the file, empty if there is none
     * @param environment all environment variables; those that do not start with {@code KINSTREAM_} are ignored
     * @param overrides keys set on the command line
     * @throws ConfigProblems naming everything that is missing, unknown, malformed, out of range or impossible together
     */
    public static KinstreamConfig load(
            Map<String, String> file, Map<String, String> environment, Map<String, String> overrides)
            throws ConfigProblems {
        Check check = new Check(new Settings(file, environment, overrides));
        return new KinstreamConfig(check.values(), check.given(), check.kafka());
    }

    /**
     * As {@link #load(Map, Map, Map)}, from a properties file in UTF-8.
     *
     * @throws ConfigProblems also when the file cannot be read
     */
    public static KinstreamConfig load(Path file, Map<String, String> environment, Map<String, String> overrides)
            throws ConfigProblems {
        return load(Settings.read(file), environment, overrides);
    }

    /** The id of an application on the cluster: {@code <application.id>-train} or {@code <application.id>-embed}. */
    public String applicationId(Role role) {
        return text(Keys.APPLICATION_ID) + "-" + role.word();
    }

    /** The applications this process runs, at least one. */
    public Set<Role> roles() {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Object word : (List<?>) values.get(Keys.ROLES)) {
            roles.add(Role.valueOf(word.toString().toUpperCase(Locale.ROOT)));
        }
        return roles;
    }

    /** The settings of every Kafka client, without the prefix {@code kafka.}; {@code bootstrap.servers} is among them. */
    public Map<String, String> kafka() {
        return kafka;
    }

    /** The full name of one of Kinstream's topics: {@code pairs} is {@code kinstream.pairs} by default. */
    public String topic(String name) {
        return text(Keys.TOPICS_PREFIX) + name;
    }

    /** Partitions of the features and embeddings topics when they are created, &gt;= 1. */
    public int partitions() {
        return (Integer) values.get(Keys.TOPICS_PARTITIONS);
    }

    /** Partitions of the pairs topic when it is created: as {@link #partitions()}, but 1 in direct mode. */
    public int pairsPartitions() {
        return direct() ? 1 : partitions();
    }

    /** Replicas of a created topic, &gt;= 1; -1 is the broker's default. */
    public short replicationFactor() {
        return ((Integer) values.get(Keys.TOPICS_REPLICATION_FACTOR)).shortValue();
    }

    /** The encoder's layers and activation. */
    public Architecture architecture() {
        return Architecture.of(text(Keys.MODEL_LAYERS), Activation.of(text(Keys.MODEL_ACTIVATION)));
    }

    /** What the learner needs to know. */
    public LearnerSettings learnerSettings() {
        return new LearnerSettings(
                architecture(),
                number(Keys.MODEL_SEED),
                loss(),
                learningRate(),
                windowPairs(),
                InputScaling.of(text(Keys.INPUTS)),
                LabelWeights.of(text(Keys.LABEL_WEIGHTS)),
                real(Keys.CLIP),
                new ReplaySettings((Integer) values.get(Keys.REPLAY_PAIRS), real(Keys.REPLAY_RATIO)));
    }

    /** What is made small. */
    public ContrastiveLoss loss() {
        return new ContrastiveLoss(
                LossForm.of(text(Keys.LOSS)),
                Distance.of(text(Keys.LOSS_DISTANCE)),
                real(Keys.LOSS_MARGIN_SIMILAR),
                real(Keys.LOSS_MARGIN));
    }

    /**
     * What a job that learned before the present defaults needs to go on as it was: former defaults, by key, of what is
     * not set and so would change. Empty if all is set, to whatever it is.
     */
    public Map<String, String> formerDefaults() {
        return FormerDefaults.missing(given, number(Keys.DECAY_PAIRS) > 0);
    }

    /** The learning rate as a function of the pairs learned. */
    public LearningRate learningRate() {
        float initial = real(Keys.LEARNING_RATE);
        long decayPairs = number(Keys.DECAY_PAIRS);
        return decayPairs == 0
                ? LearningRate.constant(initial)
                : LearningRate.atLeast(
                        real(Keys.RATE_FLOOR), LearningRate.decaying(initial, decayPairs, real(Keys.DECAY_POWER)));
    }

    /** Pairs in the window of the prequential quality, &gt;= 100. */
    public int windowPairs() {
        return (Integer) values.get(Keys.QUALITY_WINDOW_PAIRS);
    }

    /** Pairs of a micro-batch, &gt;= 1. */
    public int batchSize() {
        return (Integer) values.get(Keys.BATCH_SIZE);
    }

    /** How long a partly filled micro-batch waits on an idle stream; empty: until it is full, however long that takes. */
    public Optional<Duration> linger() {
        long millis = number(Keys.LINGER_MS);
        return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    /** Whether the learner reads the pairs topic itself, without a join and without a training log. */
    public boolean direct() {
        return (Boolean) values.get(Keys.TRAIN_DIRECT);
    }

    /** Stream threads of an application, &gt;= 1. */
    public int threads(Role role) {
        return (Integer) values.get(role == Role.TRAIN ? Keys.TRAIN_THREADS : Keys.EMBED_THREADS);
    }

    /** How often an application commits. */
    public Duration commitInterval(Role role) {
        return millis(role == Role.TRAIN ? Keys.TRAIN_COMMIT_INTERVAL_MS : Keys.EMBED_COMMIT_INTERVAL_MS);
    }

    /** Partitions of the join's internal topics and stores, &gt;= 1. */
    public int joinPartitions() {
        return (Integer) values.get(Keys.JOIN_PARTITIONS);
    }

    /** How long a pair waits for the features of its items before it becomes a dead letter. */
    public Duration joinTtl() {
        return millis(Keys.JOIN_TTL_MS);
    }

    /** Pairs learned between two published models, &gt;= 1; empty: models are published by time only. */
    public OptionalLong publishEveryPairs() {
        long pairs = number(Keys.PUBLISH_EVERY_PAIRS);
        return pairs == 0 ? OptionalLong.empty() : OptionalLong.of(pairs);
    }

    /** Time between two published models if something was learned; empty: models are published by pairs only. */
    public Optional<Duration> publishInterval() {
        return Optional.of(millis(Keys.PUBLISH_INTERVAL_MS)).filter(interval -> !interval.isZero());
    }

    /** The largest event that is accepted, in bytes; a larger one is a dead letter. */
    public int maxEventBytes() {
        return (Integer) values.get(Keys.EVENTS_MAX_BYTES);
    }

    /** Whether metrics, health and model are served over HTTP. */
    public boolean httpEnabled() {
        return (Boolean) values.get(Keys.HTTP_ENABLED);
    }

    /** The address HTTP is served on. */
    public String httpHost() {
        return text(Keys.HTTP_HOST);
    }

    /** The port HTTP is served on; 0 is any free one. */
    public int httpPort() {
        return (Integer) values.get(Keys.HTTP_PORT);
    }

    /** Where local state is kept between restarts. */
    public Path stateDir() {
        return Path.of(text(Keys.STATE_DIR));
    }

    /** The effective configuration for the log, a line {@code key = value} each; secrets of Kafka clients are masked. */
    public String describe() {
        List<String> lines = new ArrayList<>();
        Keys.all()
                .values()
                .forEach(
                        key -> lines.add(key.name + " = " + ConfigDef.convertToString(values.get(key.name), key.type)));
        kafka.forEach((name, value) -> {
            if (!values.containsKey(Keys.KAFKA_PREFIX + name)) {
                lines.add(Keys.KAFKA_PREFIX + name + " = " + (isSecret(name) ? Password.HIDDEN : value));
            }
        });
        return String.join("\n", lines);
    }

    private static boolean isSecret(String kafkaName) {
        String name = kafkaName.toLowerCase(Locale.ROOT);
        return SECRET_WORDS.stream().anyMatch(name::contains);
    }

    private String text(String key) {
        return (String) values.get(key);
    }

    private long number(String key) {
        return (Long) values.get(key);
    }

    private float real(String key) {
        return ((Double) values.get(key)).floatValue();
    }

    private Duration millis(String key) {
        return Duration.ofMillis(number(key));
    }
}
