package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.config.Role;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.wire.Checkpoint;
import io.kinstream.wire.CheckpointCodec;
import io.kinstream.wire.CorruptDataException;
import io.kinstream.wire.SnapshotCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses to go on with a job in a way that does not fit what it has stored. Kafka Streams or the learner would find
 * some of it, too, but one at a time, and only after other parts of the topology have begun to work.
 */
final class SameJob {

    private static final Logger LOG = LoggerFactory.getLogger(SameJob.class);

    private final KinstreamConfig config;
    private final Topics topics;
    private final StoredJob stored;
    private final List<String> differences = new ArrayList<>();

    private SameJob(KinstreamConfig config, StoredJob stored) {
        this.config = config;
        this.topics = new Topics(config);
        this.stored = stored;
    }

    /**
     * Compares a start with what the job has stored, if it ran before. A transaction that was decided upon when a process
     * or a broker was killed is carried out meanwhile, and not in all partitions at once: what seems not to fit is looked
     * at again.
     *
     * @throws JobMismatch listing all that does not fit
     */
    static void check(Admin admin, KinstreamConfig config) throws JobMismatch {
        List<String> differences = differences(config, StoredJob.read(admin, config, false));
        if (!differences.isEmpty()) {
            LOG.info("Looking again at what the job has stored, when no transaction is about to change it");
            differences = differences(config, StoredJob.read(admin, config, true));
        }
        if (!differences.isEmpty()) {
            throw new JobMismatch(config.applicationId(Role.TRAIN), differences);
        }
    }

    /** One line for each thing that does not fit; empty if all does. */
    static List<String> differences(KinstreamConfig config, StoredJob stored) {
        SameJob job = new SameJob(config, stored);
        Optional<Checkpoint> checkpoint = job.checkpoint();
        boolean ranBefore = checkpoint.isPresent() || !stored.positions().isEmpty();
        if (ranBefore) {
            job.model(checkpoint);
            job.mode();
            job.join();
            job.positions();
            checkpoint.ifPresent(job::positionsOf);
            checkpoint.ifPresent(job::defaults);
        } else {
            job.join(); // its topics are made before anything is read
        }
        return job.differences;
    }

    private Optional<Checkpoint> checkpoint() {
        try {
            return CheckpointCodec.decode(stored.checkpoint());
        } catch (CorruptDataException e) {
            differences.add(CheckpointStore.changelog(config.applicationId(Role.TRAIN))
                    + " must hold the whole state of the learner, but does not: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The kept state is what counts: the published model may be older, of before a change, or deleted. */
    private void model(Optional<Checkpoint> checkpoint) {
        SnapshotCodec.Assembly published = stored.model().get();
        checkpoint
                .map(Checkpoint::learner)
                .ifPresentOrElse(kept -> compare(kept.architecture(), kept.seed(), kept.loss()), () -> {
                    if (published instanceof SnapshotCodec.Complete found) {
                        var manifest = found.snapshot().manifest();
                        compare(manifest.architecture(), manifest.seed(), manifest.loss());
                    }
                });
        if (published instanceof SnapshotCodec.Corrupt corrupt) {
            differences.add(topics.models() + " must hold a model that this program published, but does not: "
                    + corrupt.problem() + "; delete the topic and create it again with `kinstream topics create`:"
                    + " the weights are kept apart from it, and the next version will be published there");
        }
    }

    private void compare(Architecture made, long seed, ContrastiveLoss loss) {
        differences.addAll(SameModel.differences(config.learnerSettings(), made, seed, loss));
    }

    private void compare(String key, Object made, Object configured) {
        SameModel.compare(key, made, configured, differences);
    }

    /** The positions in one log say nothing about the other: pairs would be learned twice or never. */
    private void mode() {
        boolean hadLog = !stored.joinPartitions().isEmpty() || hasRead(topics.trainingLog());
        boolean wasDirect = !hadLog && hasRead(topics.pairs());
        if (config.direct() && hadLog || !config.direct() && wasDirect) {
            compare("train.direct", wasDirect, config.direct());
        }
    }

    private boolean hasRead(String topic) {
        return stored.positions().keySet().stream()
                .anyMatch(partition -> partition.topic().equals(topic));
    }

    private void join() {
        if (!config.direct()) {
            stored.joinPartitions().values().stream()
                    .distinct()
                    .forEach(made -> compare("join.partitions", made, config.joinPartitions()));
        }
    }

    /** A topic that was deleted and made anew: positions in it would pass over what comes, or begin again. */
    private void positions() {
        stored.positions().entrySet().stream()
                .filter(position -> isSource(position.getKey().topic()))
                .sorted(Map.Entry.comparingByKey(
                        Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition)))
                .forEach(position -> {
                    TopicPartition partition = position.getKey();
                    Long end = stored.ends().get(partition);
                    if (end == null || end < position.getValue()) {
                        differences.add(partition + " must reach offset " + position.getValue()
                                + ", which the job has read to, but "
                                + (end == null ? "is not there" : "ends at " + end)
                                + ": was the topic deleted and created again?");
                    }
                });
    }

    private boolean isSource(String topic) {
        return topic.equals(topics.features()) || topic.equals(learned()) || topic.equals(topics.pairs());
    }

    /** Kafka forgets the positions of a group that rests for long; all would be learned again on top of the weights. */
    private void positionsOf(Checkpoint checkpoint) {
        long pairs = checkpoint.learner().pairsLearned();
        boolean modeFits = differences.stream().noneMatch(line -> line.startsWith("train.direct"));
        if (pairs > 0 && modeFits && !hasRead(learned())) {
            differences.add("the group " + config.applicationId(Role.TRAIN) + " must have a position in " + learned()
                    + " as " + pairs + " pairs of it are learned, but has none (offsets.retention.minutes of the"
                    + " brokers says when it is forgotten): all would be learned again on top of them");
        }
    }

    /** The state does not say how its steps were made; what is not set would be made otherwise from now on. */
    private void defaults(Checkpoint checkpoint) {
        if (checkpoint.learner().pairsLearned() > 0 && CheckpointCodec.isOlder(stored.checkpoint())) {
            config.formerDefaults()
                    .forEach((key, former) -> differences.add(key + " must be set, as its default has changed since the"
                            + " job learned last, but was not: " + former + " goes on as before"));
        }
    }

    private String learned() {
        return config.direct() ? topics.pairs() : topics.trainingLog();
    }
}
