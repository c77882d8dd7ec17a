package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.Pair;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.LogEntryCodec;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.Origin;
import io.kinstream.wire.SnapshotCodec;
import io.kinstream.wire.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.junit.jupiter.api.Test;

/** Versions of a learner whose steps are taken as soon as a micro-batch is full. */
class PublisherTest {

    private static final KinstreamConfig CONFIG =
            TestConfig.of("train.batch.size", "2", "publish.every.pairs", "2", "publish.interval.ms", "0");

    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private final SiameseLearner learner = new SiameseLearner(CONFIG.learnerSettings());
    private final LogLearner log = new LogLearner(
            LearnInput.log(),
            CONFIG.batchSize(),
            OptionalLong.of(0),
            new StepsAhead(learner, Runnable::run, step -> {}, pairs -> false));
    private final Publisher publisher = new Publisher(context, CONFIG, "models", TestConfig.meters());

    @Test
    void weightsThatAreNotFiniteAreNeverPublished() {
        learner.encoder().parameters()[5] = Float.NaN;
        publisher.start(0);
        publisher.beforeLearning(log, 0);
        Exception end = assertThrows(IllegalStateException.class, publisher::publish);
        assertTrue(end.getMessage().contains("must be finite to be published"), end::getMessage);
        assertEquals(List.of(), context.forwarded());
    }

    @Test
    void noVersionIsLostIfTheNextOneIsTakenBeforeItIsPublished() throws BadEventException {
        publisher.start(0);
        publisher.beforeLearning(log, 0);
        for (long offset = 0; offset < 5; offset++) {
            log.read(pair(offset));
            publisher.afterLearning(log, learner.pairsLearned(), 0);
        }
        publisher.publish();
        assertEquals(
                List.of(0L, 2L, 4L),
                versions().stream().map(ModelManifest::modelVersion).toList());
        assertEquals(
                List.of(0L, 2L, 4L),
                versions().stream()
                        .map(version -> version.logOffset().orElseThrow())
                        .toList());
    }

    private List<ModelManifest> versions() {
        return context.forwarded("models").stream()
                .map(CapturedForward::record)
                .filter(record ->
                        new String((byte[]) record.key(), StandardCharsets.UTF_8).equals(SnapshotCodec.MANIFEST_KEY))
                .map(record -> ModelManifest.parse((byte[]) record.value()))
                .toList();
    }

    private static SourceRecord pair(long offset) {
        Pair pair = new Pair(
                new Features.Dense(new float[] {1, 2, 3, 4}),
                new Features.Dense(new float[] {4, 3, 2, offset}),
                Label.SIMILAR,
                1);
        byte[] entry = LogEntryCodec.encode(new LogEntry.Learn(new Origin("pairs", 0, offset), pair));
        return new SourceRecord("log", 0, offset, 0, null, entry, List.of());
    }
}
