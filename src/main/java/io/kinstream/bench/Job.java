package io.kinstream.bench;

import io.kinstream.config.Role;
import io.kinstream.local.Dataset;
import io.kinstream.local.FeedProducer;
import io.kinstream.local.RandomPairs;
import io.kinstream.wire.ModelManifest;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;

/** One installation with the processes that run it, what feeds it, and who watches its versions. */
final class Job implements AutoCloseable {

    private static final long SEED = 1;
    /** Pairs that wait for items which never come: a restart has them to restore, too. */
    private static final int WAITING = 1000;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LEARN_ALL_WITHIN = Duration.ofHours(2);

    private final Installation installation;
    private final String program;
    private final Dataset items;
    private final RandomPairs pairs;
    private final FeedProducer feed;
    private final VersionWatch versions;
    private final Map<String, ChildProgram> processes = new HashMap<>();

    Job(Installation installation, String program, Dataset items) {
        this.installation = installation;
        this.program = program;
        this.items = items;
        this.pairs = randomPairs(items.training());
        this.feed = new FeedProducer(installation.config());
        this.versions = new VersionWatch(installation.config());
    }

    private static RandomPairs randomPairs(List<Dataset.Item> items) {
        return new RandomPairs(items.stream().mapToInt(Dataset.Item::category).toArray(), SEED);
    }

    /** Starts a process, or starts it again. */
    ChildProgram start(String instance, Map<String, String> environment) throws IOException {
        ChildProgram process = installation.start(program, instance, environment);
        processes.put(instance, process);
        return process;
    }

    /** Sends the items, that many pairs, and the pairs that are going to wait; returns when all others are learned. */
    void learn(long count) {
        feed.features(items.training());
        feed.pairs(pairs::at, items.training(), count);
        RandomPairs unknown = randomPairs(items.heldOut());
        for (int i = 0; i < WAITING; i++) {
            feed.pair(unknown.at(i), items.heldOut());
        }
        versions.awaitVersion(count, LEARN_ALL_WITHIN, this::alive);
    }

    /** Sends pairs until it is closed. */
    SteadyPairs feedSteadily() {
        return new SteadyPairs(feed, pairs, items.training(), versions.newest());
    }

    /** Waits until something was learned after a moment. */
    ModelManifest awaitLearnedAfter(long millis) {
        return versions.awaitMadeAfter(millis, PATIENCE, this::alive);
    }

    /** The newest version that was seen, which is how many pairs are learned. */
    long version() {
        return versions.newest();
    }

    ChildProgram process(String instance) {
        return processes.get(instance);
    }

    /**
     * Which process learns, see {@link #learner(ConsumerGroupDescription, Set)}.
     *
     * @throws IllegalStateException if a process has ended
     */
    Optional<String> learner() throws InterruptedException {
        processes.forEach((name, process) -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("process " + name + " must run, but has ended");
            }
        });
        return learner(group(), processes.keySet());
    }

    /**
     * Which process learns, of several whose clients are named after them; empty while the work is moving, and while not all
     * of them share it, as one that was started again has yet to join. Each has a member for each of its threads.
     */
    static Optional<String> learner(ConsumerGroupDescription group, Set<String> processes) {
        boolean shared = group.groupState() == GroupState.STABLE
                && processes.stream().allMatch(name -> group.members().stream().anyMatch(member -> isOf(name, member)));
        if (!shared) {
            return Optional.empty();
        }
        return group.members().stream()
                .filter(Job::hasTrainingLog)
                .flatMap(member -> processes.stream().filter(name -> isOf(name, member)))
                .findFirst();
    }

    private static boolean isOf(String process, MemberDescription member) {
        return member.clientId().startsWith(process + "-");
    }

    private static boolean hasTrainingLog(MemberDescription member) {
        return member.assignment().topicPartitions().stream()
                .anyMatch(partition -> partition.topic().endsWith("training-log"));
    }

    private ConsumerGroupDescription group() throws InterruptedException {
        String group = installation.config().applicationId(Role.TRAIN);
        try (Admin admin = Admin.create(Map.copyOf(installation.config().kafka()))) {
            return admin.describeConsumerGroups(List.of(group)).all().get().get(group);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the group " + group + " could not be described", e.getCause());
        }
    }

    private boolean alive() {
        return processes.values().stream().anyMatch(ChildProgram::isAlive);
    }

    @Override
    public void close() {
        processes.values().forEach(ChildProgram::close);
        versions.close();
        feed.close();
    }
}
