package io.kinstream.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.learn.LabelWeights;
import io.kinstream.learn.LearnerSettings;
import io.kinstream.learn.ReplaySettings;
import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Distance;
import io.kinstream.nn.InputScaling;
import io.kinstream.nn.LossForm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KinstreamConfigTest {

    @Test
    void everythingButTheLayersHasADefault() throws ConfigProblems {
        KinstreamConfig config = load(Map.of());

        assertEquals("kinstream-train", config.applicationId(Role.TRAIN));
        assertEquals("kinstream-embed", config.applicationId(Role.EMBED));
        assertEquals(EnumSet.allOf(Role.class), config.roles());
        assertEquals(Map.of("bootstrap.servers", "127.0.0.1:9092"), config.kafka());
        assertEquals("kinstream.pairs", config.topic("pairs"));
        assertEquals(3, config.partitions());
        assertEquals(3, config.pairsPartitions());
        assertEquals(-1, config.replicationFactor());
        assertEquals(new Architecture(List.of(784, 256, 32), Activation.RELU), config.architecture());
        assertEquals(0.07f, config.learningRate().at(0));
        assertEquals(0.0175f, config.learningRate().at(60_000));
        assertEquals(0.003f, config.learningRate().at(1_000_000_000));
        assertEquals(InputScaling.AUTO, config.learnerSettings().inputs());
        assertEquals(LabelWeights.AUTOMATIC, config.learnerSettings().labelWeights());
        assertEquals(1, config.learnerSettings().clip());
        assertEquals(ReplaySettings.OFF, config.learnerSettings().replay());
        assertEquals(16, config.batchSize());
        assertEquals(Optional.of(Duration.ofSeconds(1)), config.linger());
        assertFalse(config.direct());
        assertEquals(2, config.threads(Role.TRAIN));
        assertEquals(1, config.threads(Role.EMBED));
        assertEquals(Duration.ofSeconds(1), config.commitInterval(Role.TRAIN));
        assertEquals(Duration.ofMillis(100), config.commitInterval(Role.EMBED));
        assertEquals(4, config.joinPartitions());
        assertEquals(Duration.ofDays(1), config.joinTtl());
        assertEquals(10_000, config.windowPairs());
        assertEquals(OptionalLong.of(10_000), config.publishEveryPairs());
        assertEquals(Optional.of(Duration.ofSeconds(10)), config.publishInterval());
        assertEquals(524_288, config.maxEventBytes());
        assertTrue(config.httpEnabled());
        assertEquals("127.0.0.1", config.httpHost());
        assertEquals(8080, config.httpPort());
        assertEquals(Path.of("data/state"), config.stateDir());
    }

    @Test
    void everyKeyReachesItsAccessor() throws ConfigProblems {
        Map<String, String> file = new HashMap<>();
        file.put("application.id", "shop");
        file.put("roles", "embed");
        file.put("kafka.bootstrap.servers", "a:1,b:2");
        file.put("topics.prefix", "shop.");
        file.put("topics.partitions", "7");
        file.put("topics.replication.factor", "2");
        file.put("model.layers", "9, 4");
        file.put("model.activation", "tanh");
        file.put("model.seed", "-5");
        file.put("loss", "linear");
        file.put("loss.distance", "unit-euclidean");
        file.put("loss.margin", "2.5");
        file.put("loss.margin.similar", "0.25");
        file.put("train.learning.rate", "0.5");
        file.put("train.learning.rate.decay.pairs", "100");
        file.put("train.learning.rate.decay.power", "2");
        file.put("train.learning.rate.floor", "0.1");
        file.put("train.inputs", "scaled");
        file.put("train.label.weights", "0.5, 2");
        file.put("train.clip", "3");
        file.put("train.batch.size", "1");
        file.put("train.replay.pairs", "300");
        file.put("train.replay.ratio", "1.5");
        file.put("train.linger.ms", "-1");
        file.put("train.direct", "true");
        file.put("train.threads", "3");
        file.put("train.commit.interval.ms", "200");
        file.put("join.partitions", "5");
        file.put("join.ttl.ms", "60000");
        file.put("quality.window.pairs", "500");
        file.put("publish.every.pairs", "0");
        file.put("publish.interval.ms", "3000");
        file.put("embed.threads", "4");
        file.put("embed.commit.interval.ms", "50");
        file.put("events.max.bytes", "2048");
        file.put("http.enabled", "false");
        file.put("http.host", "0.0.0.0");
        file.put("http.port", "0");
        file.put("state.dir", "/var/lib/shop");
        assertEquals(new TreeSet<>(Keys.all().keySet()), new TreeSet<>(file.keySet()), "a key is not tried here");

        KinstreamConfig config = KinstreamConfig.load(file, Map.of(), Map.of());

        assertEquals("shop-embed", config.applicationId(Role.EMBED));
        assertEquals(EnumSet.of(Role.EMBED), config.roles());
        assertEquals("a:1,b:2", config.kafka().get("bootstrap.servers"));
        assertEquals("shop.pairs", config.topic("pairs"));
        assertEquals(7, config.partitions());
        assertEquals(1, config.pairsPartitions());
        assertEquals(2, config.replicationFactor());
        LearnerSettings learner = config.learnerSettings();
        assertEquals(new Architecture(List.of(9, 4), Activation.TANH), learner.architecture());
        assertEquals(-5, learner.seed());
        assertEquals(new ContrastiveLoss(LossForm.LINEAR, Distance.UNIT_EUCLIDEAN, 0.25f, 2.5f), learner.loss());
        assertEquals(0.5f, learner.learningRate().at(0));
        assertEquals(0.125f, learner.learningRate().at(100));
        assertEquals(0.1f, learner.learningRate().at(1_000_000));
        assertEquals(InputScaling.SCALED, learner.inputs());
        assertEquals(new LabelWeights(false, 0.5f, 2), learner.labelWeights());
        assertEquals(3, learner.clip());
        assertEquals(new ReplaySettings(300, 1.5f), learner.replay());
        assertEquals(500, learner.windowPairs());
        assertEquals(1, config.batchSize());
        assertEquals(Optional.empty(), config.linger());
        assertTrue(config.direct());
        assertEquals(3, config.threads(Role.TRAIN));
        assertEquals(Duration.ofMillis(200), config.commitInterval(Role.TRAIN));
        assertEquals(5, config.joinPartitions());
        assertEquals(Duration.ofMinutes(1), config.joinTtl());
        assertEquals(OptionalLong.empty(), config.publishEveryPairs());
        assertEquals(Optional.of(Duration.ofSeconds(3)), config.publishInterval());
        assertEquals(4, config.threads(Role.EMBED));
        assertEquals(Duration.ofMillis(50), config.commitInterval(Role.EMBED));
        assertEquals(2048, config.maxEventBytes());
        assertFalse(config.httpEnabled());
        assertEquals("0.0.0.0", config.httpHost());
        assertEquals(0, config.httpPort());
        assertEquals(Path.of("/var/lib/shop"), config.stateDir());
    }

    @Test
    void missingLayersAreAskedForWithAnExample() {
        ConfigProblems problems =
                assertThrows(ConfigProblems.class, () -> KinstreamConfig.load(Map.of(), Map.of(), Map.of()));
        assertEquals(
                List.of(
                        "model.layers must be two or more sizes >= 1, the inputs (at most 500000) first, the embedding (at"
                                + " most 50000) last, for example 784,256,32, but was not set"),
                problems.problems());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application.id                  | my job
            roles                           | train,serve
            roles                           | train,train
            kafka.bootstrap.servers         | localhost
            topics.prefix                   | a/b
            topics.partitions               | 0
            topics.partitions               | 3.0
            topics.replication.factor       | 0
            topics.replication.factor       | -2
            model.layers                    | 784
            model.layers                    | 784,0,32
            model.layers                    | 784,many,32
            model.layers                    | 500001,32
            model.layers                    | 784,50001
            model.activation                | ReLu6
            model.seed                      | 1e3
            loss                            | triplet
            loss.distance                   | L2
            loss.margin.similar             | -1
            loss.margin.similar             | NaN
            loss.margin                     | 0
            loss.margin                     | NaN
            loss.margin                     | Infinity
            loss.margin                     | 1e-60
            train.learning.rate             | -0.01
            train.learning.rate             | NaN
            train.learning.rate             | 0,01
            train.learning.rate.decay.pairs | -1
            train.learning.rate.decay.power | NaN
            train.learning.rate.decay.power | 0
            train.learning.rate.floor       | -0.1
            train.learning.rate.floor       | NaN
            train.inputs                    | standardized
            train.label.weights             | 1
            train.label.weights             | 0,1
            train.clip                      | -1
            train.clip                      | NaN
            train.batch.size                | 0
            train.batch.size                | 4097
            train.replay.pairs              | -1
            train.replay.pairs              | 1000001
            train.replay.ratio              | 0
            train.replay.ratio              | NaN
            train.replay.ratio              | 17
            train.linger.ms                 | soon
            train.direct                    | yes
            train.threads                   | 0
            train.commit.interval.ms        | 99
            train.commit.interval.ms        | 9001
            join.partitions                 | 0
            join.ttl.ms                     | 0
            quality.window.pairs            | 99
            publish.every.pairs             | -1
            publish.interval.ms             | -1
            embed.threads                   | 0
            embed.commit.interval.ms        | 0
            events.max.bytes                | 1023
            events.max.bytes                | 524289
            http.enabled                    | 1
            http.host                       | a b
            http.port                       | 65536
            http.port                       | 99999999999
            """)
    void anImpossibleValueIsRefusedWithItsRule(String key, String value) {
        String rule = Keys.all().get(key).validator.toString();
        assertEquals(List.of(key + " must be " + rule + ", but was " + value), problems(Map.of(key, value)));
    }

    @Test
    void noKeyTakesAnEmptyValueExceptThePrefix() throws ConfigProblems {
        for (String key : Keys.all().keySet()) {
            Map<String, String> empty = Map.of(key, "");
            if (key.equals(Keys.TOPICS_PREFIX)) {
                assertEquals("pairs", load(empty).topic("pairs"));
            } else {
                String rule = Keys.all().get(key).validator.toString();
                assertEquals(List.of(key + " must be " + rule + ", but was empty"), problems(empty));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "model.layer, did you mean model.layers?",
        "train.learnin.rate, did you mean train.learning.rate?",
        "Http.Port, did you mean http.port?",
        "security.protocol, did you mean kafka.security.protocol?",
        "bootstrap.servers, did you mean kafka.bootstrap.servers?",
        "something.else.entirely, config/kinstream.properties lists them all",
        "kafka., config/kinstream.properties lists them all"
    })
    void anUnknownKeyIsRefusedWithTheNearestKnownOne(String key, String advice) {
        assertEquals(List.of(key + " must be a known key, but was not: " + advice), problems(Map.of(key, "1")));
    }

    @Test
    void theMarginOfSimilarPairsMustBeBelowTheOtherAndIsNoneOfTheExponentialLoss() {
        assertEquals(
                List.of(
                        "loss.margin.similar must be less than loss.margin, 2.0, but was 2.0",
                        "loss.margin.similar must be 0 with loss=exponential, but was 2.0"),
                problems(Map.of("loss.margin", "2", "loss.margin.similar", "2", "loss", "exponential")));
    }

    @Test
    void allProblemsAreListedAtOnce() {
        ConfigProblems problems = assertThrows(
                ConfigProblems.class,
                () -> KinstreamConfig.load(
                        Map.of("loss.margin", "-1", "http.prt", "80", "publish.every.pairs", "0"),
                        Map.of("KINSTREAM_TRAIN_BATCH_SIZE", "none", "KINSTREAM_MODEL_SEAD", "2"),
                        Map.of("publish.interval.ms", "0", "http.port", "-1")));

        assertEquals(
                List.of(
                        "model.layers must be " + Keys.all().get("model.layers").validator + ", but was not set",
                        "loss.margin must be a number > 0 and <= 1000000, but was -1",
                        "train.batch.size must be a whole number from 1 to 4096, but was none (from"
                                + " KINSTREAM_TRAIN_BATCH_SIZE)",
                        "http.port must be a whole number from 0 to 65535, but was -1 (from the command line)",
                        "http.prt must be a known key, but was not: did you mean http.port?",
                        "KINSTREAM_MODEL_SEAD must be a known key, but was not: did you mean KINSTREAM_MODEL_SEED?",
                        "publish.every.pairs must be > 0 when publish.interval.ms is 0, but was 0: no model would ever be"
                                + " published"),
                problems.problems());
        assertEquals(String.join(System.lineSeparator(), problems.problems()), problems.getMessage());
    }

    @Test
    void kafkaSettingsPassThroughUntouched() throws ConfigProblems {
        String jaas = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"b\";";
        KinstreamConfig config = KinstreamConfig.load(
                LAYERS,
                Map.of("KINSTREAM_KAFKA_SASL_MECHANISM", "PLAIN"),
                Map.of("kafka.sasl.jaas.config", jaas, "kafka.producer.compression.type", "lz4"));

        assertEquals(
                Map.of(
                        "bootstrap.servers", "127.0.0.1:9092",
                        "sasl.mechanism", "PLAIN",
                        "sasl.jaas.config", jaas,
                        "producer.compression.type", "lz4"),
                config.kafka());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.application.id",
                "kafka.cache.max.bytes.buffering",
                "kafka.commit.interval.ms",
                "kafka.num.stream.threads",
                "kafka.processing.guarantee",
                "kafka.state.dir",
                "kafka.statestore.cache.max.bytes"
            })
    void kafkaSettingsThatWouldBreakKinstreamAreRefused(String key) {
        List<String> problems = problems(Map.of(key, "x"));
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).matches(key + " must be (set by|left unset).*, but was x"), problems.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka.batch.size", "kafka.producer.batch.size"})
    void aBatchThatNoChangelogWouldTakeIsRefused(String key) throws ConfigProblems {
        assertEquals("1048576", load(Map.of(key, "1048576")).kafka().get(key.substring("kafka.".length())));
        for (String wrong : List.of("1048577", "-1", "1 MB")) {
            assertEquals(
                    List.of(key + " must be a number of bytes from 0 to 1048576, but was " + wrong),
                    problems(Map.of(key, wrong)));
        }
    }

    @Test
    void theDescriptionShowsEveryKeyOnceWithItsEffectiveValue() throws ConfigProblems {
        List<String> lines = load(Map.of("http.port", "81", "roles", "train"))
                .describe()
                .lines()
                .toList();

        assertEquals(
                List.copyOf(Keys.all().keySet()),
                lines.stream().map(line -> line.split(" = ", 2)[0]).toList());
        assertTrue(lines.contains("http.port = 81"));
        assertTrue(lines.contains("roles = train"));
        assertTrue(lines.contains("train.learning.rate = 0.07"));
    }

    private static final Map<String, String> LAYERS = Map.of("model.layers", "784,256,32");

    /** With layers, unless the file has its own. */
    private static KinstreamConfig load(Map<String, String> file) throws ConfigProblems {
        Map<String, String> complete = new HashMap<>(LAYERS);
        complete.putAll(file);
        return KinstreamConfig.load(complete, Map.of(), Map.of());
    }

    private static List<String> problems(Map<String, String> file) {
        return assertThrows(ConfigProblems.class, () -> load(file)).problems();
    }
}
