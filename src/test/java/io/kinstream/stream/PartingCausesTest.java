package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.EventDecoder;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is named as the cause of other weights, at a place where two of two pairs were learned by the one that published. */
class PartingCausesTest {

    private static final String SIDE = "{\"features\":[1,2,3,4]}";
    private static final String PAIR = "{\"left\":" + SIDE + ",\"right\":" + SIDE + ",\"label\":\"similar\"}";

    @Test
    void anotherLearningRateIsSeenInTheManifest() throws BadEventException {
        String cause = causes(0.01f, 2, "train.learning.rate", "0.02").get(0);
        assertEquals(
                "train.learning.rate or its decay was another: after 2 pairs it must be 0.02, but was 0.01", cause);
        assertTrue(causes(0.01f, 2).stream().noneMatch(other -> other.contains("rate")));
    }

    @Test
    void aMicroBatchThatIsNotFullWhereOneEndedWasOfAnotherSize() throws BadEventException {
        String cause = causes(0.01f, 2, "train.batch.size", "3").get(0);
        assertTrue(cause.contains("ended at log offset 2 then, but now 2 of 3 pairs are pending there"), cause);
        assertTrue(cause.endsWith(": train.batch.size was another"), cause);
    }

    @Test
    void inDirectModeAPauseMayHaveEndedIt() throws BadEventException {
        String[] direct = {"train.direct", "true", "train.batch.size", "3", "train.linger.ms", "1000"};
        String cause = causes(0.01f, 2, direct).get(0);
        assertTrue(cause.contains("a pause of train.linger.ms ended it, which direct mode does not write down"), cause);
        direct[5] = "-1";
        assertTrue(causes(0.01f, 2, direct).stream().noneMatch(other -> other.contains("linger")));
    }

    @Test
    void inDirectModeAnotherNumberOfPairsMayComeFromOtherDeadLetters() throws BadEventException {
        String[] direct = {"train.direct", "true", "train.linger.ms", "-1"};
        assertTrue(causes(0.01f, 1, direct).stream().anyMatch(cause -> cause.contains("events.max.bytes")));
        assertTrue(causes(0.01f, 2, direct).stream().noneMatch(cause -> cause.contains("events.max.bytes")));
    }

    /** Of a version with so many pairs, published with this rate at log offset 2, by settings that are now others. */
    private static List<String> causes(float publishedRate, long version, String... settings) throws BadEventException {
        String[] constant = {"train.learning.rate", "0.01", "train.learning.rate.decay.pairs", "0"};
        KinstreamConfig config = TestConfig.of(
                Stream.concat(Arrays.stream(constant), Arrays.stream(settings)).toArray(String[]::new));
        SiameseLearner learner = new SiameseLearner(config.learnerSettings());
        ModelManifest start = ModelSnapshot.of(
                        "m",
                        learner.state(),
                        OptionalLong.of(2),
                        publishedRate,
                        learner.prequential().quality(),
                        learner.prequential().calibration(),
                        0)
                .manifest();
        ModelManifest published = new ModelManifest(
                "m",
                version,
                start.logOffset(),
                start.architecture(),
                start.seed(),
                start.loss(),
                publishedRate,
                start.quality(),
                start.calibration(),
                start.blocks(),
                start.checksum(),
                0);
        LogLearner replay = new LogLearner(
                LearnInput.direct(new EventDecoder(4, 1000)),
                config.batchSize(),
                OptionalLong.of(0),
                new StepsAhead(learner, Runnable::run, step -> {}, pairs -> false));
        for (int offset = 0; offset < 2; offset++) {
            byte[] pair = PAIR.getBytes(StandardCharsets.UTF_8);
            replay.read(new SourceRecord("pairs", 0, offset, 0, null, pair, List.of()));
        }
        return PartingCauses.of(config, published, replay);
    }
}
