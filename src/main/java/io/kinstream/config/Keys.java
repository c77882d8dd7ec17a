package io.kinstream.config;

import io.kinstream.nn.Distance;
import io.kinstream.nn.LossForm;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/** Every key a user can set: its type, default, rule and documentation, in groups, in the order they are shown. */
final class Keys {

    static final String KAFKA_PREFIX = "kafka.";

    static final String APPLICATION_ID = "application.id";
    static final String ROLES = "roles";
    static final String STATE_DIR = "state.dir";
    static final String BOOTSTRAP_SERVERS = KAFKA_PREFIX + "bootstrap.servers";
    static final String TOPICS_PREFIX = "topics.prefix";
    static final String TOPICS_PARTITIONS = "topics.partitions";
    static final String TOPICS_REPLICATION_FACTOR = "topics.replication.factor";
    static final String EVENTS_MAX_BYTES = "events.max.bytes";
    static final String MODEL_LAYERS = "model.layers";
    static final String MODEL_ACTIVATION = "model.activation";
    static final String MODEL_SEED = "model.seed";
    static final String LOSS = "loss";
    static final String LOSS_DISTANCE = "loss.distance";
    static final String LOSS_MARGIN = "loss.margin";
    static final String LOSS_MARGIN_SIMILAR = "loss.margin.similar";
    static final String LEARNING_RATE = "train.learning.rate";
    static final String DECAY_PAIRS = "train.learning.rate.decay.pairs";
    static final String DECAY_POWER = "train.learning.rate.decay.power";
    static final String RATE_FLOOR = "train.learning.rate.floor";
    static final String INPUTS = "train.inputs";
    static final String LABEL_WEIGHTS = "train.label.weights";
    static final String CLIP = "train.clip";
    static final String BATCH_SIZE = "train.batch.size";
    static final String REPLAY_PAIRS = "train.replay.pairs";
    static final String REPLAY_RATIO = "train.replay.ratio";
    static final String LINGER_MS = "train.linger.ms";
    static final String TRAIN_DIRECT = "train.direct";
    static final String TRAIN_THREADS = "train.threads";
    static final String TRAIN_COMMIT_INTERVAL_MS = "train.commit.interval.ms";
    static final String JOIN_PARTITIONS = "join.partitions";
    static final String JOIN_TTL_MS = "join.ttl.ms";
    static final String QUALITY_WINDOW_PAIRS = "quality.window.pairs";
    static final String PUBLISH_EVERY_PAIRS = "publish.every.pairs";
    static final String PUBLISH_INTERVAL_MS = "publish.interval.ms";
    static final String EMBED_THREADS = "embed.threads";
    static final String EMBED_COMMIT_INTERVAL_MS = "embed.commit.interval.ms";
    static final String HTTP_ENABLED = "http.enabled";
    static final String HTTP_HOST = "http.host";
    static final String HTTP_PORT = "http.port";

    /**
     * Inputs of the widest encoder. A pair of dense vectors on the training log takes 8 bytes an input; the rest of the
     * record limit is left for what surrounds them.
     */
    static final int MAX_INPUTS = 500_000;

    /** Numbers of the longest embedding: its JSON takes up to 16 bytes each, and must stay below Kafka's usual 1 MB. */
    static final int MAX_OUTPUTS = 50_000;

    /**
     * The largest event. A vector may take twice the bytes of its JSON ({@code 1,} becomes a float of 4 bytes), and the
     * join carries both vectors next to the untouched pair: five times this stays below the record limit.
     */
    private static final int MAX_EVENT_BYTES = 512 * 1024;

    private static final int MAX_INT = Integer.MAX_VALUE;
    private static final long MAX_MILLIS = 10L * 365 * 24 * 60 * 60 * 1000;

    private final ConfigDef definition = new ConfigDef();
    private String group;
    private int order;

    private Keys() {}

    /** All keys, by name, in the order they are shown. */
    static Map<String, ConfigKey> all() {
        Keys keys = new Keys();
        keys.job();
        keys.topics();
        keys.model();
        keys.training();
        keys.join();
        keys.publishing();
        keys.embedding();
        keys.http();
        return keys.definition.configKeys();
    }

    private void job() {
        group("The job");
        String id = "letters, digits, '.', '_' and '-', at most 200 characters";
        define(APPLICATION_ID, Type.STRING, "kinstream", Rule.matching("[a-zA-Z0-9._-]{1,200}", id), """
                Names the job on the cluster. The two applications are <id>-train and <id>-embed: their consumer groups, \
                transactions and internal topics begin with that. Another id is another job, with a model of its own.""");
        define(ROLES, Type.LIST, "train,embed", Rule.roles(), """
                What this process runs: train learns from pairs and publishes models, embed maps features to embeddings.""");
        define(BOOTSTRAP_SERVERS, Type.STRING, "127.0.0.1:9092", servers(), """
                Brokers to start from. Every other key with the prefix kafka. goes to all Kafka clients untouched, without the \
                prefix: kafka.security.protocol, kafka.sasl.jaas.config, kafka.ssl.truststore.location, ...""");
        define(STATE_DIR, Type.STRING, "data/state", Rule.matching(".+", "a directory"), """
                Where local state is kept. It can be rebuilt from the cluster: deleting it costs time at the next start, no data.""");
    }

    private void topics() {
        group("Topics");
        define(TOPICS_PREFIX, Type.STRING, "kinstream.", Rule.matching("[a-zA-Z0-9._-]{0,100}", prefix()), """
                Put before the name of each topic: kinstream. makes kinstream.features, kinstream.pairs and so on.""");
        define(TOPICS_PARTITIONS, Type.INT, 3, Rule.wholeNumber(1, 1000), """
                Partitions of the features, pairs and embeddings topics when they are created. With train.direct, pairs has 1.""");
        define(TOPICS_REPLICATION_FACTOR, Type.INT, -1, replication(), """
                Replicas of the topics when they are created; -1 takes the broker's default.""");
        define(EVENTS_MAX_BYTES, Type.INT, MAX_EVENT_BYTES, Rule.wholeNumber(1024, MAX_EVENT_BYTES), """
                Largest event that is accepted, in bytes. A larger one becomes a dead letter.""");
    }

    private void model() {
        group("The model (a change of any of these is a new model)");
        define(MODEL_LAYERS, Type.STRING, ConfigDef.NO_DEFAULT_VALUE, Rule.layers(MAX_INPUTS, MAX_OUTPUTS), """
                Units of each layer: the length of the feature vectors first, the length of the embeddings last.""");
        define(MODEL_ACTIVATION, Type.STRING, "relu", Rule.activation(), """
                Of the hidden units: relu or tanh. The last layer is linear.""");
        define(MODEL_SEED, Type.LONG, 1L, Rule.wholeNumber(Long.MIN_VALUE, Long.MAX_VALUE, "a whole number"), """
                Of the random first weights.""");
        define(LOSS, Type.STRING, LossForm.DRLIM.word(), Rule.lossForm(), """
                What distances cost. drlim: half the square of a similar pair's distance, and of what a dissimilar one lacks to the \
                margin. linear: these without half and square. exponential: the loss of Chopra 2005.""");
        define(LOSS_DISTANCE, Type.STRING, Distance.EUCLIDEAN.word(), Rule.distance(), """
                Of two embeddings; what is learned, judged and reported is this one. cosine is 1 - cosine; unit-euclidean is that \
                of the embeddings scaled to length 1.""");
        define(LOSS_MARGIN, Type.DOUBLE, 1.0, Rule.positive(1e6), """
                Distance up to which dissimilar pairs are pushed apart. It sets the scale of the space: distances grow with it. \
                With loss=exponential, Q: the largest distance there is.""");
        define(LOSS_MARGIN_SIMILAR, Type.DOUBLE, 0.0, Rule.between(0, 1e6), """
                Distance from which on similar pairs are pulled together (double margin). Less than loss.margin.""");
    }

    private void training() {
        group("Training");
        define(INPUTS, Type.STRING, "auto", Rule.inputs(), """
                How a step sees the features. centered and scaled: as if they had been measured from their mean (scaled: \
                from 0) in a unit that makes them of one size, both learned from the stream, so that the step size below fits features \
                of any scale; auto: centered, but scaled if nearly all are 0; raw: as they are.""");
        define(LEARNING_RATE, Type.DOUBLE, 0.07, Rule.positive(1000), """
                Step size for one pair. Too high and the loss blows up, too low and it hardly falls; 0.02 to 0.1 is a good \
                range, unless inputs are raw: then it depends on their scale.""");
        define(DECAY_PAIRS, Type.LONG, 20_000L, Rule.wholeNumber(0, Long.MAX_VALUE, "a whole number >= 0"), """
                After n pairs the step size is rate / (1 + n / decay.pairs)^power. 0 keeps it constant.""");
        define(DECAY_POWER, Type.DOUBLE, 1.0, Rule.positive(10), """
                The power in that formula.""");
        define(RATE_FLOOR, Type.DOUBLE, 0.003, Rule.between(0, 1000), """
                The step size does not get smaller than this, so that a stream that changes goes on being followed.""");
        define(LABEL_WEIGHTS, Type.STRING, "auto", Rule.labelWeights(), """
                Factors on the pairs of each kind. auto: where more than half of the newest 10,000 or so are similar they count \
                less and dissimilar ones more; two numbers, such as 1,0.5: of similar and of dissimilar pairs; off: all count \
                the same.""");
        define(CLIP, Type.DOUBLE, 1.0, Rule.between(0, 1e6), """
                How hard a pair may pull or push: at most so many times as hard as dissimilar items in one point push each other, \
                which with loss=drlim is the margin; 0: there is no limit.""");
        define(BATCH_SIZE, Type.INT, 16, Rule.wholeNumber(1, 4096), """
                Pairs scored with the same weights and applied in one step. The steps of the pairs are added, not averaged, \
                so that a learning rate found at one size holds at another. More is faster; 1 is pure online learning.""");
        define(REPLAY_PAIRS, Type.INT, 0, Rule.wholeNumber(0, 1_000_000), """
                Pairs in the replay buffer, a uniform sample of all that were learned, which are learned again beside new \
                ones; 0: none. For streams in which kinds of items cease to come: the model forgets them less. They are held on \
                the heap, on disk and in a changelog, both vectors of each: up to 8 bytes an input, so 63 MB for 10,000 pairs \
                of 784 numbers, less if most are 0. A buffer of another size begins empty.""");
        define(REPLAY_RATIO, Type.DOUBLE, 1.0, Rule.positive(16), """
                Stored pairs that are learned again for each new pair, if there is a replay buffer. Each costs as much \
                as a new one.""");
        define(LINGER_MS, Type.LONG, 1000L, Rule.wholeNumber(-1, MAX_MILLIS), """
                How long, in milliseconds, a partly filled batch waits for more pairs before it is applied; -1 waits for \
                ever. With train.direct, only -1 makes two runs agree to the last bit.""");
        define(TRAIN_DIRECT, Type.BOOLEAN, false, Rule.any("true or false"), """
                Learn from the pairs topic itself: fastest. It must have one partition, and all pairs carry their features.""");
        define(TRAIN_THREADS, Type.INT, 2, Rule.wholeNumber(1, 256), """
                Stream threads of the train application. They share the join, and one of them learns while others join.""");
        define(TRAIN_COMMIT_INTERVAL_MS, Type.LONG, 1000L, Rule.wholeNumber(100, 9000), """
                Milliseconds between two transactions, each of which also saves the weights; where nothing more \
                comes, one ends earlier.""");
        define(QUALITY_WINDOW_PAIRS, Type.INT, 10_000, Rule.wholeNumber(100, 1_000_000), """
                Newest pairs over which quality (loss, AUC, threshold, ...) is measured, each before it is learned. \
                They are saved with the weights, 9 bytes a pair.""");
    }

    private void join() {
        group("Joining pairs with features");
        define(JOIN_PARTITIONS, Type.INT, 4, Rule.wholeNumber(1, 1000), """
                Partitions of the join's internal topics, and so how far it can spread over threads and processes. Fixed once \
                the job has started.""");
        define(JOIN_TTL_MS, Type.LONG, 86_400_000L, Rule.wholeNumber(1, MAX_MILLIS), """
                How long, in milliseconds, a pair waits for the features of an item before it becomes a dead letter. None does \
                in the first minute after a start (or in this time, if shorter): features sent meanwhile are read first.""");
    }

    private void publishing() {
        group("Publishing models (whichever comes first; 0 switches one of them off)");
        define(PUBLISH_EVERY_PAIRS, Type.LONG, 10_000L, Rule.wholeNumber(0, MAX_INT), """
                Pairs learned between two published models.""");
        define(PUBLISH_INTERVAL_MS, Type.LONG, 10_000L, Rule.wholeNumber(0, MAX_MILLIS), """
                Milliseconds between two published models, if anything was learned.""");
    }

    private void embedding() {
        group("Embedding");
        define(EMBED_THREADS, Type.INT, 1, Rule.wholeNumber(1, 256), """
                Stream threads of the embed application. For each there is another one that works ahead while many features \
                wait.""");
        define(EMBED_COMMIT_INTERVAL_MS, Type.LONG, 100L, Rule.wholeNumber(10, 60_000), """
                Milliseconds between two commits of the embed application.""");
    }

    private void http() {
        group("HTTP");
        define(HTTP_ENABLED, Type.BOOLEAN, true, Rule.any("true or false"), """
                Serve metrics, health, the model and single embeddings.""");
        define(HTTP_HOST, Type.STRING, "127.0.0.1", Rule.matching("\\S+", "a host name or address"), """
                Address to listen on. There is no authentication: think before you open it to others (0.0.0.0).""");
        define(HTTP_PORT, Type.INT, 8080, Rule.wholeNumber(0, 65_535), """
                Port to listen on; 0 takes a free one.""");
    }

    private static Rule servers() {
        return Rule.matching(
                "\\s*[^\\s,]+:\\d+\\s*(,\\s*[^\\s,]+:\\d+\\s*)*", "host:port, or several separated by commas");
    }

    private static Rule replication() {
        return new Rule("a whole number from 1 to 1000, or -1", value -> {
            int replicas = (Integer) value;
            return replicas == -1 || replicas >= 1 && replicas <= 1000;
        });
    }

    private static String prefix() {
        return "letters, digits, '.', '_' and '-', at most 100 characters";
    }

    private void group(String title) {
        group = title;
        order = 0;
    }

    private void define(String key, Type type, Object defaultValue, Rule rule, String documentation) {
        Importance importance = defaultValue == ConfigDef.NO_DEFAULT_VALUE ? Importance.HIGH : Importance.MEDIUM;
        definition.define(key, type, defaultValue, rule, importance, documentation, group, order++, Width.MEDIUM, key);
    }
}
