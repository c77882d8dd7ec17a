package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.LearnerState;
import io.kinstream.learn.Pair;
import io.kinstream.learn.PrequentialState;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import io.kinstream.testing.Cluster;
import io.kinstream.testing.Program;
import io.kinstream.testing.SharedBroker;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.LogEntryCodec;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.NpzModel;
import io.kinstream.wire.Origin;
import io.kinstream.wire.SnapshotCodec;
import io.kinstream.wire.WeightsDifference;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
    private static final int ALL_PAIRS = 3 * PAIRS;
    /** Of some micro-batches that pauses ended: of another size they are the same, and without a force at another rate. */
    private static final int FEW = 36;

    @TempDir
    private Path directory;

    private SharedBroker.Address broker;
    private Installation installation;
    /** The newest model when the program had been killed, as it was exported. */
    private ModelSnapshot middle;

    private ModelSnapshot newest;

    /** What a verification found. */
    private record Found(List<ModelManifest> same, List<String> passedOver, Optional<Parting> parting) {}

    @Test
    void aJoinThatWasKilledReplaysToTheSameBits(SharedBroker.Address address) throws Exception {
        broker = address;
        // A prime batch size: its ends fall together with no other's by chance.
        installation = installation(
                "verify-join",
                "train.linger.ms",
                "300",
                "train.batch.size",
                "13",
                "train.learning.rate",
                "0.01",
                "train.learning.rate.decay.pairs",
                "0");
        try (Cluster cluster = new Cluster(broker.bootstrapServers())) {
            Workload workload = new Workload(3, installation.topics(), cluster);
            workload.sendItems();
            aPairThatWasNeverCommittedIsOnTheLog();
            learnWithAKill(() -> {
                workload.sendMixedPairs(PAIRS);
                workload.sendBadPairs();
            });
        }
        allVersionsAreTheSame();
        anotherSettingPartsAfterTheStart(FEW, "train.batch.size was another", "train.batch.size", "7");
        theProgramSaysIt(
                anotherSettingPartsAfterTheStart(FEW, "must be 0.011, but was 0.01", "train.learning.rate", "0.011"));
        aLogWithoutItsHeadNeedsAStart(installation.topics().trainingLog());
    }

    @Test
    void directModeThatWasKilledReplaysToTheSameBitsPastBadEvents(SharedBroker.Address address) throws Exception {
        broker = address;
        installation =
                installation("verify-direct", "train.direct", "true", "train.linger.ms", "-1", "train.batch.size", "4");
        try (Cluster cluster = new Cluster(broker.bootstrapServers())) {
            Workload workload = new Workload(4, installation.topics(), cluster);
            workload.sendBadPairs();
            learnWithAKill(() -> {
                workload.sendInlinePairs(PAIRS);
                workload.sendBadPairs();
            });
        }
        allVersionsAreTheSame();
        anotherSettingPartsAfterTheStart(0, "train.batch.size was another", "train.batch.size", "7");
        oneFlippedBitIsFound();
        whatDoesNotBelongTogetherIsRefused();
        aLogWithoutItsHeadNeedsAStart(installation.topics().pairs());
        aModelThatWasChangedOnTheTopicIsFound();
    }

    @Test
    void whatWasLearnedTwiceReplaysToTheSameBitsFromTheSeedAlone(SharedBroker.Address address) throws Exception {
        broker = address;
        installation = installation(
                "verify-replay",
                "train.direct",
                "true",
                "train.linger.ms",
                "-1",
                "train.batch.size",
                "4",
                "train.replay.pairs",
                "300");
        try (Cluster cluster = new Cluster(broker.bootstrapServers())) {
            Workload workload = new Workload(5, installation.topics(), cluster);
            learnWithAKill(() -> workload.sendInlinePairs(PAIRS));
        }
        Found found = verify(installation.config(), Optional.empty());
        assertEquals(Optional.empty(), found.parting());
        assertEquals(ALL_PAIRS, last(found).modelVersion());
        assertRefused(installation.config(), Optional.of(middle), "a snapshot, which does not hold the pairs");
        Parting parting = verify(installation.with("train.replay.ratio", "2"), Optional.empty())
                .parting()
                .orElseThrow();
        assertTrue(
                parting.causes().stream().anyMatch(cause -> cause.contains("they are 300 and 2.0")), parting::toString);
    }

    private Installation installation(String name, String... settings) throws Exception {
        String[] all = Stream.concat(
                        Stream.of("model.layers", "20,16,4", "publish.every.pairs", "500"), Stream.of(settings))
                .toArray(String[]::new);
        return new Installation(broker, name, directory, all);
    }

    /** As a kill leaves it, when it comes between the writing and the commit. */
    private void aPairThatWasNeverCommittedIsOnTheLog() {
        Features side = new Features.Dense(new float[Workload.INPUTS]);
        float[] numbers = new float[Workload.INPUTS];
        numbers[0] = 0.5f;
        Pair pair = new Pair(side, new Features.Dense(numbers), Label.SIMILAR, 1);
        byte[] entry = LogEntryCodec.encode(new LogEntry.Learn(new Origin("nowhere", 0, 0), pair));
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "verify-aborts");
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(installation.topics().trainingLog(), entry));
            producer.flush();
            producer.abortTransaction();
        }
    }

    private void learnWithAKill(Runnable send) throws Exception {
        try (Program program = installation.start()) {
            send.run();
            installation.awaitVersion(PAIRS / 2);
            send.run();
            program.kill();
        }
        Path file = directory.resolve("middle.npz");
        assertEquals(
                0,
                installation.run(Map.of(), "model", "export", file.toString()).exitCode());
        middle = NpzModel.read(Files.readAllBytes(file));
        assertTrue(middle.manifest().modelVersion() < 2 * PAIRS, "killed too late");
        try (Program program = installation.start()) {
            send.run();
            newest = installation.awaitVersion(ALL_PAIRS);
            program.terminate();
        }
    }

    private void allVersionsAreTheSame() throws Exception {
        Found fromSeed = verify(installation.config(), Optional.empty());
        assertEquals(Optional.empty(), fromSeed.parting());
        assertEquals(0, fromSeed.same().get(0).modelVersion());
        assertTrue(versions(fromSeed).contains(middle.manifest().modelVersion()), versions(fromSeed)::toString);
        assertEquals(ALL_PAIRS, last(fromSeed).modelVersion());
        assertTrue(fromSeed.same().size() >= ALL_PAIRS / 500, versions(fromSeed)::toString);

        Found fromMiddle = verify(installation.config(), Optional.of(middle));
        assertEquals(Optional.empty(), fromMiddle.parting());
        assertEquals(middle.manifest().modelVersion(), fromMiddle.same().get(0).modelVersion());
        assertEquals(ALL_PAIRS, last(fromMiddle).modelVersion());
        assertTrue(fromMiddle.same().size() < fromSeed.same().size());
        assertEquals(List.of(), fromMiddle.passedOver());
    }

    /** @param alike pairs that may be learned alike before they part, which is returned */
    private Parting anotherSettingPartsAfterTheStart(long alike, String cause, String... setting) throws Exception {
        Found found = verify(installation.with(setting), Optional.of(middle));
        assertEquals(middle.manifest().modelVersion(), found.same().get(0).modelVersion());
        assertTrue(last(found).modelVersion() <= middle.manifest().modelVersion() + alike, versions(found)::toString);
        Parting parting = found.parting().orElseThrow();
        assertEquals(last(found).logOffset().orElseThrow(), parting.begin());
        assertTrue(parting.end() > parting.begin() && parting.end() <= logOffset(newest), parting::toString);
        assertTrue(parting.difference().orElseThrow().differing() > 1, parting::toString);
        assertTrue(parting.causes().get(0).contains(cause), parting::toString);
        return parting;
    }

    /** @param parting with another learning rate */
    private void theProgramSaysIt(Parting parting) throws Exception {
        Installation.Ended same = installation.run(Map.of(), "model", "verify");
        assertEquals(0, same.exitCode(), same::output);
        assertTrue(same.output().contains("version 0 at log offset "), same::output);
        assertTrue(same.output().contains("version 4,500 at log offset " + number(logOffset(newest)) + ": same bits"));

        Map<String, String> otherRate = Map.of("KINSTREAM_TRAIN_LEARNING_RATE", "0.011");
        String start = directory.resolve("middle.npz").toString();
        Installation.Ended parted = installation.run(otherRate, "model", "verify", "--from", start);
        assertEquals(1, parted.exitCode(), parted::output);
        assertTrue(parted.output().contains("NOT the same"), parted::output);
        String range = "They part between log offset " + number(parting.begin()) + " and ";
        assertTrue(parted.output().contains(range), parted::output);
        assertTrue(parted.output().contains(" of 404 weights differ"), parted::output);

        Path damaged = directory.resolve("damaged.npz");
        byte[] bytes = Files.readAllBytes(Path.of(start));
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);
        Installation.Ended refused = installation.run(Map.of(), "model", "verify", "--against", "" + damaged);
        assertEquals(1, refused.exitCode(), refused::output);
        assertTrue(refused.output().contains(damaged + " must be a model as `model export`"), refused::output);
    }

    /** The checksum of the changed model is right: only a replay can tell. */
    private void oneFlippedBitIsFound() throws Exception {
        float[] weights = middle.parameters().clone();
        int changed = middle.manifest().architecture().offset(1) + 2 * 4 + 3;
        weights[changed] = Float.intBitsToFloat(Float.floatToRawIntBits(weights[changed]) ^ 1);
        ModelSnapshot tampered = model(middle.manifest(), middle.manifest().logOffset(), weights);
        Path file = directory.resolve("tampered.npz");
        try (OutputStream out = Files.newOutputStream(file)) {
            NpzModel.write(tampered, out);
        }

        Installation.Ended ended = installation.run(Map.of(), "model", "verify", "--against", file.toString());
        assertEquals(1, ended.exitCode(), ended::output);
        assertTrue(ended.output().contains("None agreed"), ended::output);
        assertTrue(ended.output().contains("1 of 404 weights differ."), ended::output);
        assertTrue(ended.output().contains("w1[2,3] must be " + middle.parameters()[changed] + " ("), ended::output);
        String range = "They part between log offset 0 and " + number(logOffset(middle) - 1);
        assertTrue(ended.output().contains(range), ended::output);
    }

    private void whatDoesNotBelongTogetherIsRefused() throws Exception {
        assertRefused(installation.with("model.seed", "2"), Optional.empty(), "model.seed must be 1, but was 2");
        assertRefused(
                installation.with("application.id", "nowhere", "topics.prefix", "nowhere."),
                Optional.empty(),
                "there is no topic nowhere.models");
        ModelSnapshot older = model(middle.manifest(), OptionalLong.empty(), middle.parameters());
        assertRefused(installation.config(), Optional.of(older), "must say its log_offset");

        Verification verification = new Verification(installation.config(), new Collecting());
        long tooFar = logOffset(newest) + 1000;
        ModelSnapshot beyond = model(newest.manifest(), OptionalLong.of(tooFar), newest.parameters());
        String message = assertThrows(
                        VerificationImpossible.class, () -> verification.against(beyond, Optional.of(middle)))
                .getMessage();
        assertTrue(message.contains("must reach to offset " + tooFar + ", but ends at "), message);
        message = assertThrows(VerificationImpossible.class, () -> verification.against(middle, Optional.of(newest)))
                .getMessage();
        assertTrue(message.contains("must not be before the start"), message);
    }

    private void aLogWithoutItsHeadNeedsAStart(String log) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            RecordsToDelete head = RecordsToDelete.beforeOffset(logOffset(middle));
            admin.deleteRecords(Map.of(new TopicPartition(log, 0), head)).all().get();
        }
        assertRefused(
                installation.config(),
                Optional.empty(),
                log + " must be there from offset 0 on to be replayed, but begins at offset " + logOffset(middle));
        Installation.Ended ended = installation.run(Map.of(), "model", "verify");
        assertEquals(1, ended.exitCode(), ended::output);
        assertFalse(ended.output().contains("\tat "), ended::output);

        Found found = verify(installation.config(), Optional.of(middle));
        assertEquals(Optional.empty(), found.parting());
        assertEquals(ALL_PAIRS, last(found).modelVersion());
    }

    private void aModelThatWasChangedOnTheTopicIsFound() throws Exception {
        publish(middle);
        publish(model(newest.manifest(), OptionalLong.empty(), newest.parameters()));
        Found before = verify(installation.config(), Optional.of(middle));
        assertEquals(Optional.empty(), before.parting());
        assertEquals(
                List.of("was published once more, after a later one", "has no log_offset, as an older release made it"),
                before.passedOver());

        float[] weights = newest.parameters().clone();
        weights[0] = Math.nextUp(weights[0]);
        publish(model(newest.manifest(), newest.manifest().logOffset(), weights));
        Parting parting =
                verify(installation.config(), Optional.of(middle)).parting().orElseThrow();
        assertEquals(logOffset(newest), parting.begin());
        assertEquals(logOffset(newest), parting.end());
        WeightsDifference difference = parting.difference().orElseThrow();
        assertEquals(1, difference.differing());
        assertEquals("w0[0,0]", difference.first().name());
    }

    private void publish(ModelSnapshot model) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (SnapshotCodec.Entry entry : SnapshotCodec.encode(model)) {
                producer.send(new ProducerRecord<>(installation.topics().models(), entry.key(), entry.value()));
            }
        }
    }

    private static Found verify(KinstreamConfig config, Optional<ModelSnapshot> from) throws VerificationImpossible {
        Collecting found = new Collecting();
        Optional<Parting> parting = new Verification(config, found).againstPublished(from);
        return new Found(found.same, found.passedOver, parting);
    }

    private static void assertRefused(KinstreamConfig config, Optional<ModelSnapshot> from, String message) {
        VerificationImpossible refused = assertThrows(VerificationImpossible.class, () -> verify(config, from));
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }

    private static final class Collecting implements Verification.Listener {
        private final List<ModelManifest> same = new ArrayList<>();
        private final List<String> passedOver = new ArrayList<>();

        @Override
        public void started(String topic, long logOffset) {}

        @Override
        public void replayed(long logOffset) {}

        @Override
        public void same(ModelManifest version) {
            same.add(version);
        }

        @Override
        public void passedOver(ModelManifest version, String reason) {
            passedOver.add(reason);
        }
    }

    private static List<Long> versions(Found found) {
        return found.same().stream().map(ModelManifest::modelVersion).toList();
    }

    private static ModelManifest last(Found found) {
        return found.same().get(found.same().size() - 1);
    }

    private static long logOffset(ModelSnapshot model) {
        return model.manifest().logOffset().orElseThrow();
    }

    /** The same model with other weights, or in another place; its checksum is right. */
    private static ModelSnapshot model(ModelManifest model, OptionalLong logOffset, float[] weights) {
        PrequentialState window = new PrequentialState(new float[0], new float[0], new boolean[0]);
        LearnerState state = new LearnerState(
                model.architecture(), model.seed(), model.loss(), model.modelVersion(), weights, window);
        return ModelSnapshot.of(
                model.modelId(),
                state,
                logOffset,
                model.learningRate(),
                model.quality(),
                model.calibration(),
                model.publishedAt());
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
