package io.kinstream.bench;

import io.kinstream.config.ConfigProblems;
import io.kinstream.local.Dataset;
import io.kinstream.local.EmbeddedBroker;
import io.kinstream.local.MnistDataset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * How long a killed trainer takes to learn again, after few pairs and after many, and how long a standby takes.
 *
 * <p>Three jobs share a broker in this process. Each is a child process of the packaged program with the product's
 * settings, except that a version is published twice a second, as that is how learning is seen from outside. They are
 * trained up one after the other, then killed in turns while pairs keep coming.
 */
public final class RecoveryBench {

    private static final String HIDDEN_AND_OUTPUTS = ",64,32";
    private static final Map<String, String> SETTINGS = Map.of("publish.interval.ms", "500");
    private static final Map<String, String> STANDBY =
            Map.of("publish.interval.ms", "500", "roles", "train", "kafka.num.standby.replicas", "1");
    private static final String ALONE = "one";
    private static final List<String> TWO = List.of("one", "two");

    private final Bench bench;
    private final Random moments = new Random(1);

    public RecoveryBench(Bench bench) {
        this.bench = bench;
    }

    /**
     * Measures.
     *
     * @param few pairs that the first job and the one with a standby have learned
     * @param many pairs that the second job has learned
     * @param rounds kills of each job
     */
    public void run(Report report, long few, long many, int rounds)
            throws IOException, ConfigProblems, InterruptedException {
        Dataset items = MnistDataset.bundled();
        List<RecoveryRound> small = new ArrayList<>();
        List<RecoveryRound> large = new ArrayList<>();
        List<RecoveryRound> standby = new ArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start(bench.directory().resolve("broker"), 0)) {
            try (Job first = job("small", broker, items, SETTINGS);
                    Job second = job("large", broker, items, SETTINGS)) {
                trainUp(first, few);
                trainUp(second, many);
                for (int round = 0; round < rounds; round++) {
                    small.add(killAndRestart(first));
                    large.add(killAndRestart(second));
                }
            }
            try (Job shared = job("standby", broker, items, STANDBY)) {
                for (String instance : TWO) {
                    shared.start(instance, named(instance));
                }
                shared.learn(few);
                for (int round = 0; round < rounds; round++) {
                    standby.add(killLearner(shared));
                }
            }
        }
        RecoveryReport measured = new RecoveryReport(small, large, standby);
        measured.print(bench.out());
        measured.addTo(report);
        circumstances(report, items);
    }

    private Job job(String name, EmbeddedBroker broker, Dataset items, Map<String, String> settings)
            throws IOException, ConfigProblems {
        Map<String, String> all = new HashMap<>(settings);
        all.put("model.layers", items.inputs() + HIDDEN_AND_OUTPUTS);
        return new Job(
                new Installation(name, bench.directory(), broker.bootstrapServers(), all), bench.program(), items);
    }

    private void trainUp(Job job, long pairs) throws IOException {
        long started = System.nanoTime();
        job.start(ALONE, Map.of());
        job.learn(pairs);
        bench.say("Learned %,d pairs in %.0f s", pairs, Bench.secondsSince(started));
    }

    private RecoveryRound killAndRestart(Job job) throws IOException, InterruptedException {
        SteadyPairs pairs = job.feedSteadily();
        try {
            learnAWhile(job);
            long before = job.version();
            long millis = System.currentTimeMillis();
            long killed = System.nanoTime();
            job.process(ALONE).kill();
            ChildProgram restarted = job.start(ALONE, Map.of());
            job.awaitLearnedAfter(millis);
            RecoveryRound round = RecoveryRound.of(before, Bench.secondsSince(killed), restarted);
            bench.say("Killed after %,d pairs: learned on after %.1f s", before, round.seconds());
            return round;
        } finally {
            pairs.close();
        }
    }

    private RecoveryRound killLearner(Job job) throws IOException, InterruptedException {
        SteadyPairs pairs = job.feedSteadily();
        try {
            String instance = learnerOfTwo(job);
            long before = job.version();
            long millis = System.currentTimeMillis();
            long killed = System.nanoTime();
            job.process(instance).kill();
            job.awaitLearnedAfter(millis);
            RecoveryRound round = RecoveryRound.withoutStart(before, Bench.secondsSince(killed));
            bench.say("Killed one of two after %,d pairs: the other learned on after %.1f s", before, round.seconds());
            job.start(instance, named(instance));
            return round;
        } finally {
            pairs.close();
        }
    }

    /** Which process learns, after both have shared the work for a while: until then the other one has not all of its state. */
    private String learnerOfTwo(Job job) throws InterruptedException {
        Optional<String> before;
        Optional<String> now = Optional.empty();
        do {
            before = now;
            learnAWhile(job);
            now = job.learner();
        } while (now.isEmpty() || !now.equals(before));
        return now.get();
    }

    /** Some versions, and then any moment between two commits. */
    private void learnAWhile(Job job) throws InterruptedException {
        for (int version = 0; version < 3; version++) {
            job.awaitLearnedAfter(System.currentTimeMillis());
        }
        Thread.sleep(moments.nextInt(1000));
    }

    private static Map<String, String> named(String instance) {
        return Map.of("KINSTREAM_KAFKA_CLIENT_ID", instance);
    }

    private static void circumstances(Report report, Dataset items) {
        report.detail("recovery.settings", SETTINGS);
        report.detail("recovery.settings_standby", STANDBY);
        report.detail("recovery.model_layers", items.inputs() + HIDDEN_AND_OUTPUTS);
        report.detail("recovery.dataset", items.name());
        report.detail("recovery.pairs_per_second_while_killed", SteadyPairs.A_SECOND);
    }
}
