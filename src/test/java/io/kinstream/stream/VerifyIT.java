package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.learn.LearnerState;
import io.kinstream.learn.PrequentialState;
import io.kinstream.testing.Cluster;
import io.kinstream.testing.Program;
import io.kinstream.testing.SharedBroker;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.NpzModel;
import io.kinstream.wire.SnapshotCodec;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code model verify}: a replay of the log gives the bits that were published, or says where they part. */
@ExtendWith(SharedBroker.class)
class VerifyIT {

    private static final int PAIRS = 1500;
    private static final Pattern SAME = Pattern.compile("version [0-9,]+ at log offset [0-9,]+: same bits");

    @TempDir
    private Path directory;

    @Test
    void aJoinThatWasKilledReplaysToTheSameBits(SharedBroker.Address broker) throws Exception {
        // A prime batch size: its ends fall together with no other's by chance.
        Installation installation = new Installation(
                broker, "verify-join", directory, settings("train.linger.ms", "300", "train.batch.size", "13"));
        try (Cluster cluster = new Cluster(broker.bootstrapServers())) {
            Workload workload = new Workload(3, installation.topics(), cluster);
            workload.sendItems();
            ModelManifest middle = learnAndExportTheMiddle(installation, () -> {
                workload.sendMixedPairs(PAIRS);
                workload.sendBadPairs();
            });
            checkSame(installation, middle);
            checkParting(installation, middle, Map.of("KINSTREAM_TRAIN_BATCH_SIZE", "7"), "train.batch.size");
            checkParting(installation, middle, Map.of("KINSTREAM_TRAIN_LEARNING_RATE", "0.011"), "0.011, but was 0.01");
            checkDeletedHead(broker, installation, installation.topics().trainingLog(), middle);
        }
    }

    @Test
    void directModeThatWasKilledReplaysToTheSameBitsWithItsBadEvents(SharedBroker.Address broker) throws Exception {
        Installation installation = new Installation(
                broker,
                "verify-direct",
                directory,
                settings("train.direct", "true", "train.linger.ms", "-1", "train.batch.size", "4"));
        try (Cluster cluster = new Cluster(broker.bootstrapServers())) {
            Workload workload = new Workload(4, installation.topics(), cluster);
            workload.sendBadPairs();
            ModelManifest middle = learnAndExportTheMiddle(installation, () -> {
                workload.sendInlinePairs(PAIRS);
                workload.sendBadPairs();
            });
            checkSame(installation, middle);
            checkParting(installation, middle, Map.of("KINSTREAM_TRAIN_BATCH_SIZE", "7"), "train.batch.size");
            checkOneFlippedBit(installation, middle);
            checkDeletedHead(broker, installation, installation.topics().pairs(), middle);
            checkChangedOnTheTopic(broker, installation);
        }
    }

    private static String[] settings(String... more) {
        return Stream.concat(Stream.of("model.layers", "20,16,4", "publish.every.pairs", "500"), Stream.of(more))
                .toArray(String[]::new);
    }

    /** Learns, is killed, and learns on; a model is exported when it has been killed. */
    private ModelManifest learnAndExportTheMiddle(Installation installation, Runnable send) throws Exception {
        try (Program program = installation.start()) {
            send.run();
            installation.awaitVersion(PAIRS / 2);
            send.run();
            program.kill();
        }
        long version = installation.newest().orElseThrow().manifest().modelVersion();
        Installation.Ended export = installation.run(Map.of(), "model", "export", middleFile());
        assertTrue(export.output().contains("wrote version " + version), export::output);
        try (Program program = installation.start()) {
            send.run();
            installation.awaitVersion(3 * PAIRS);
            program.terminate();
        }
        ModelManifest middle =
                NpzModel.read(Files.readAllBytes(Path.of(middleFile()))).manifest();
        assertEquals(version, middle.modelVersion());
        assertTrue(version < 3 * PAIRS, "killed too late");
        return middle;
    }

    private void checkSame(Installation installation, ModelManifest middle) throws Exception {
        ModelManifest newest = installation.newest().orElseThrow().manifest();
        Installation.Ended seed = installation.run(Map.of(), "model", "verify");
        assertEquals(0, seed.exitCode(), seed::output);
        assertTrue(seed.output().contains("version 0 at log offset"), seed::output);
        assertTrue(seed.output().contains(same(middle)), seed::output);
        assertTrue(seed.output().contains(same(newest)), seed::output);
        long versions = SAME.matcher(seed.output()).results().count();
        assertTrue(versions >= 9, seed::output);

        Installation.Ended later = verifyFromTheMiddle(installation);
        assertEquals(0, later.exitCode(), later::output);
        assertTrue(later.output().contains(same(newest)), later::output);
        long fewer = SAME.matcher(later.output()).results().count();
        assertTrue(fewer > 1 && fewer < versions, later::output);

        Installation.Ended against = installation.run(Map.of(), "model", "verify", "--against", middleFile());
        assertEquals(0, against.exitCode(), against::output);
        assertEquals(1, SAME.matcher(against.output()).results().count(), against::output);
    }

    /** Replayed with a setting that was another, the bits part after the model that was started from. */
    private void checkParting(
            Installation installation, ModelManifest middle, Map<String, String> otherSetting, String cause)
            throws Exception {
        Installation.Ended ended = installation.run(otherSetting, "model", "verify", "--from", middleFile());
        assertEquals(1, ended.exitCode(), ended::output);
        assertTrue(ended.output().contains(same(middle)), ended::output);
        assertTrue(ended.output().contains("NOT the same"), ended::output);
        assertTrue(
                ended.output().contains("They part between log offset " + number(logOffset(middle)) + " and "),
                ended::output);
        assertTrue(ended.output().contains(" of 404 weights differ"), ended::output);
        assertTrue(ended.output().contains(cause), ended::output);
    }

    private void checkOneFlippedBit(Installation installation, ModelManifest middle) throws Exception {
        ModelSnapshot model = NpzModel.read(Files.readAllBytes(Path.of(middleFile())));
        float[] weights = model.parameters().clone();
        int w1 = middle.architecture().offset(1) + 2 * middle.architecture().outputs(1) + 3;
        weights[w1] = Float.intBitsToFloat(Float.floatToRawIntBits(weights[w1]) ^ 1);
        ModelSnapshot changed = model(middle, middle.logOffset(), weights);
        Path file = directory.resolve("changed.npz");
        try (OutputStream out = Files.newOutputStream(file)) {
            NpzModel.write(changed, out);
        }
        String said = "1 of 404 weights differ.";
        String place = "w1[2,3] must be " + model.parameters()[w1] + " (";

        Installation.Ended seed = installation.run(Map.of(), "model", "verify", "--against", file.toString());
        assertEquals(1, seed.exitCode(), seed::output);
        assertTrue(seed.output().contains(said) && seed.output().contains(place), seed::output);
        assertTrue(
                seed.output().contains("They part between log offset 0 and " + number(logOffset(middle) - 1)),
                seed::output);
        assertTrue(seed.output().contains("None agreed"), seed::output);
    }

    /** A model whose weights are not those of the log, although its checksum is right, does not pass on the topic. */
    private void checkChangedOnTheTopic(SharedBroker.Address broker, Installation installation) throws Exception {
        ModelSnapshot newest = installation.newest().orElseThrow();
        ModelManifest manifest = newest.manifest();
        float[] weights = newest.parameters().clone();
        weights[0] = Math.nextUp(weights[0]);
        publish(broker, installation, model(manifest, OptionalLong.empty(), weights));
        Installation.Ended older = verifyFromTheMiddle(installation);
        assertEquals(0, older.exitCode(), older::output);
        assertTrue(older.output().contains("is passed over: it has no log_offset"), older::output);

        publish(broker, installation, model(manifest, manifest.logOffset(), weights));
        Installation.Ended changed = verifyFromTheMiddle(installation);
        assertEquals(1, changed.exitCode(), changed::output);
        assertTrue(changed.output().contains(same(manifest)), changed::output);
        assertTrue(changed.output().contains("1 of 404 weights differ."), changed::output);
        assertTrue(changed.output().contains("No record of the log lies between"), changed::output);
    }

    private Installation.Ended verifyFromTheMiddle(Installation installation) throws Exception {
        return installation.run(Map.of(), "model", "verify", "--from", middleFile());
    }

    private static void publish(SharedBroker.Address broker, Installation installation, ModelSnapshot model) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (SnapshotCodec.Entry entry : SnapshotCodec.encode(model)) {
                producer.send(new ProducerRecord<>(installation.topics().models(), entry.key(), entry.value()));
            }
        }
    }

    private void checkDeletedHead(
            SharedBroker.Address broker, Installation installation, String log, ModelManifest middle) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            RecordsToDelete head = RecordsToDelete.beforeOffset(logOffset(middle));
            admin.deleteRecords(Map.of(new TopicPartition(log, 0), head)).all().get();
        }
        Installation.Ended seed = installation.run(Map.of(), "model", "verify");
        assertEquals(1, seed.exitCode(), seed::output);
        assertTrue(seed.output().contains("but begins at offset " + logOffset(middle)), seed::output);
        assertFalse(seed.output().contains("\tat "), seed::output);

        Installation.Ended later = verifyFromTheMiddle(installation);
        assertEquals(0, later.exitCode(), later::output);
        assertTrue(
                later.output().contains(same(installation.newest().orElseThrow().manifest())), later::output);
    }

    private static ModelSnapshot model(ModelManifest model, OptionalLong logOffset, float[] weights) {
        PrequentialState window = new PrequentialState(new float[0], new float[0], new boolean[0]);
        LearnerState state = new LearnerState(
                model.architecture(), model.seed(), model.margin(), model.modelVersion(), weights, window);
        return ModelSnapshot.of(
                model.modelId(), state, logOffset, model.learningRate(), model.quality(), model.publishedAt());
    }

    private String middleFile() {
        return directory.resolve("middle.npz").toString();
    }

    private static long logOffset(ModelManifest model) {
        return model.logOffset().orElseThrow();
    }

    private static String same(ModelManifest model) {
        return "version " + number(model.modelVersion()) + " at log offset " + number(logOffset(model)) + ": same bits";
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
