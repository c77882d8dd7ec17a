package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.Pair;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import io.kinstream.wire.Checkpoint;
import io.kinstream.wire.CheckpointCodec;
import io.kinstream.wire.SnapshotCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which starts fit what a job has stored: here a job with a training log that has learned one pair. */
class SameJobTest {

    private static final TopicPartition PAIRS = new TopicPartition("kinstream.pairs", 2);
    private static final TopicPartition LOG = new TopicPartition("kinstream.training-log", 0);

    private final KinstreamConfig config = TestConfig.of();
    private final Map<TopicPartition, Long> positions = new HashMap<>(Map.of(PAIRS, 5L, LOG, 2L));
    private final Map<TopicPartition, Long> ends = new HashMap<>(Map.of(PAIRS, 9L, LOG, 2L));
    private final Map<String, Integer> join = new HashMap<>(Map.of("kinstream-train-by-item-repartition", 4));
    private final Map<Integer, byte[]> blocks = new HashMap<>();
    private SnapshotCodec.Assembly model = new SnapshotCodec.Incomplete("the manifest is missing");

    @BeforeEach
    void learnOnePair() {
        keep(config, List.of(new Pair(features(), features(), Label.SIMILAR, 1)));
    }

    @Test
    void anUnchangedStartFits() {
        assertDiffers(config);
    }

    @Test
    void aJobThatNeverRanFitsAnyStart() {
        positions.clear();
        blocks.clear();
        join.clear();
        assertDiffers(TestConfig.of("model.layers", "4,9,2", "train.direct", "true", "join.partitions", "7"));
    }

    @Test
    void aJobThatHasReadNothingYetHasTheTopicsOfItsJoin() {
        positions.clear();
        blocks.clear();
        assertDiffers(
                TestConfig.of("model.layers", "4,9,2", "join.partitions", "7"), "join.partitions must be 4, but was 7");
    }

    @Test
    void allThatDiffersIsSaidAtOnce() {
        positions.put(PAIRS, 10L);
        model = new SnapshotCodec.Corrupt("it was \"x\"");
        assertDiffers(
                TestConfig.of(
                        "model.layers", "4,9,2",
                        "model.activation", "tanh",
                        "model.seed", "2",
                        "loss.margin", "2",
                        "join.partitions", "7"),
                "model.layers must be 4,3,2, but was 4,9,2",
                "model.activation must be relu, but was tanh",
                "model.seed must be 1, but was 2",
                "loss.margin must be 1.0, but was 2.0",
                "kinstream.models must hold a model that this program published, but does not: it was \"x\"; delete the"
                        + " topic and create it again with `kinstream topics create`: the weights are kept apart from"
                        + " it, and the next version will be published there",
                "join.partitions must be 4, but was 7",
                "kinstream.pairs-2 must reach offset 10, which the job has read to, but ends at 9: was the topic"
                        + " deleted and created again?");
    }

    @Test
    void anotherLossIsAnotherModel() {
        assertDiffers(
                TestConfig.of("loss", "linear", "loss.distance", "cosine", "loss.margin.similar", "0.25"),
                "loss must be drlim, but was linear",
                "loss.distance must be euclidean, but was cosine",
                "loss.margin.similar must be 0.0, but was 0.25");
    }

    /** The published model may be of another job, or older: what counts is what the learner goes on from. */
    @Test
    void theKeptStateCountsBeforeThePublishedModel() {
        model = published(TestConfig.of("model.seed", "3"));
        assertDiffers(config);
        assertDiffers(TestConfig.of("model.seed", "3"), "model.seed must be 1, but was 3");
    }

    @Test
    void thePublishedModelCountsWhereNoStateIsKept() {
        blocks.clear();
        model = published(TestConfig.of("model.seed", "3"));
        assertDiffers(config, "model.seed must be 3, but was 1");
    }

    @Test
    void keptStateThatCannotBeReadIsSaid() {
        blocks.put(0, new byte[] {1, 2, 3});
        assertEquals(1, differences(config).size());
        assertEquals(
                "kinstream-train-weights-changelog must hold the whole state of the learner, but does not:",
                differences(config).get(0).substring(0, 89));
    }

    @Test
    void aJobWithATrainingLogMustNotGoOnWithoutIt() {
        assertDiffers(TestConfig.of("train.direct", "true"), "train.direct must be false, but was true");
        positions.remove(LOG); // nothing was learned yet
        assertDiffers(TestConfig.of("train.direct", "true"), "train.direct must be false, but was true");
        positions.put(LOG, 2L);
        join.clear(); // the positions alone tell it, too
        assertDiffers(TestConfig.of("train.direct", "true"), "train.direct must be false, but was true");
    }

    @Test
    void aJobWithoutATrainingLogMustNotGoOnWithOne() {
        positions.remove(LOG);
        join.clear();
        assertDiffers(TestConfig.of("train.direct", "true"));
        assertDiffers(config, "train.direct must be true, but was false");
    }

    @Test
    void aPartitionThatWasReadMustBeThereButMoreMayCome() {
        ends.put(new TopicPartition("kinstream.pairs", 3), 0L);
        assertDiffers(config);
        ends.remove(PAIRS);
        assertDiffers(
                config,
                "kinstream.pairs-2 must reach offset 5, which the job has read to, but is not there: was the topic"
                        + " deleted and created again?");
    }

    @Test
    void forgottenPositionsMustNotLetAllBeLearnedAgain() {
        String problem = "the group kinstream-train must have a position in kinstream.training-log as 1 pairs of it are"
                + " learned, but has none (offsets.retention.minutes of the brokers says when it is forgotten): all"
                + " would be learned again on top of them";
        positions.clear();
        assertDiffers(config, problem);
        keep(config, List.of());
        assertDiffers(config);
    }

    @Test
    void aJobThatLearnedWithOtherDefaultsMustSayWhatItWants() throws IOException {
        keep("checkpoint-v2.bin");
        assertDiffers(
                older(),
                "train.inputs" + defaultHasChanged("raw"),
                "train.learning.rate" + defaultHasChanged("0.01"),
                "train.learning.rate.decay.pairs" + defaultHasChanged("0"),
                "train.label.weights" + defaultHasChanged("off"),
                "train.clip" + defaultHasChanged("0"));
        assertDiffers(
                older(
                        "train.inputs", "auto",
                        "train.learning.rate", "0.02",
                        "train.learning.rate.decay.pairs", "1000",
                        "train.label.weights", "off",
                        "train.clip", "0"),
                "train.learning.rate.decay.power" + defaultHasChanged("0.75"),
                "train.learning.rate.floor" + defaultHasChanged("0"));
    }

    @Test
    void aJobThatLearnedWithOtherDefaultsGoesOnWithWhatIsSet() throws IOException {
        KinstreamConfig asBefore = older(
                "train.inputs", "raw",
                "train.learning.rate", "0.01",
                "train.learning.rate.decay.pairs", "0",
                "train.label.weights", "off",
                "train.clip", "0");
        for (String state : List.of("checkpoint-v1.bin", "checkpoint-v2.bin")) {
            keep(state);
            assertDiffers(asBefore);
        }
        keep("checkpoint-v3.bin");
        assertDiffers(older());
    }

    private static String defaultHasChanged(String former) {
        return " must be set, as its default has changed since the job learned last, but was not: " + former
                + " goes on as before";
    }

    /** State as it was kept once, of a job with {@link #older} settings. */
    private void keep(String file) throws IOException {
        blocks.put(0, Files.readAllBytes(Path.of("src/test/resources/wire", file)));
    }

    private static KinstreamConfig older(String... more) {
        Stream<String> model = Stream.of(
                "model.layers", "3,2,1", "model.activation", "tanh", "model.seed", "-42", "loss.margin", "1.5");
        return TestConfig.of(Stream.concat(model, Stream.of(more)).toArray(String[]::new));
    }

    private void assertDiffers(KinstreamConfig start, String... lines) {
        assertEquals(List.of(lines), differences(start));
    }

    private List<String> differences(KinstreamConfig start) {
        return SameJob.differences(start, new StoredJob(positions, ends, join, blocks::get, () -> model));
    }

    private void keep(KinstreamConfig made, List<Pair> pairs) {
        SiameseLearner learner = new SiameseLearner(made.learnerSettings());
        learner.learn(pairs);
        List<byte[]> kept =
                CheckpointCodec.encode(new Checkpoint("model", learner.state(), List.of(), OptionalLong.of(0), 0, 0));
        blocks.put(0, kept.get(0));
    }

    private static SnapshotCodec.Complete published(KinstreamConfig made) {
        SiameseLearner learner = new SiameseLearner(made.learnerSettings());
        return new SnapshotCodec.Complete(TestConfig.snapshot("another", learner));
    }

    private static Features features() {
        return new Features.Dense(new float[] {0.1f, 0.2f, 0.3f, 0.4f});
    }
}
