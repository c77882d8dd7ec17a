package io.kinstream.faults;

import io.kinstream.wire.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * One seed from beginning to end: its setup, its workload, its faults; then quiet, and judgement. The same seed gives the
 * same schedule; what the faults meet depends on the machine.
 */
final class Round {

    /** The most patience with a program that has nothing to wait for but sessions and transactions to run out. */
    private static final Duration NO_PROGRESS = Duration.ofSeconds(60);

    /** The same with one that does not have to wait for such. A start alone takes fifteen on a busy machine. */
    private static final Duration STANDSTILL = Duration.ofSeconds(45);

    private static final long FIRST_BROKEN_SEED = 1_000_000;
    private static final List<Fault> TELLING = List.of(Fault.KILL, Fault.KILL_IN_COMMIT, Fault.TERMINATE);

    private final Lane lane;
    private final List<Path> patches;
    private final Setup setup;
    private final List<Fault> faults;
    private final Random random;
    private final List<Event> script;
    private final Duration patience;
    private final StringJoiner story = new StringJoiner(", ");

    /**
     * @param faults what strikes, in this order; in between the workload goes on
     * @param patches see {@link Launch}
     * @param patience how long nothing may happen while something is still to come
     */
    private Round(long seed, Lane lane, List<Fault> faults, int pairsPerFault, List<Path> patches, Duration patience) {
        this.lane = lane;
        this.patches = patches;
        this.setup = Setup.of(seed, lane.bootstrapServers(), lane.directory());
        this.faults = faults;
        this.random = new Random(seed);
        this.script = Script.of(seed, pairsPerFault * (faults.size() + 1), setup.direct(), setup.expiring());
        this.patience = patience;
    }

    /** A round of {@code count} faults drawn from the seed among some kinds. */
    static Round of(long seed, Lane lane, List<Fault> kinds, int count, int pairsPerFault) {
        Random random = new Random(~seed);
        List<Fault> drawn = Stream.generate(() -> kinds.get(random.nextInt(kinds.size())))
                .limit(count)
                .toList();
        return new Round(seed, lane, drawn, pairsPerFault, List.of(), NO_PROGRESS);
    }

    /**
     * A round of a program some class of which was broken, with faults that bring it to light.
     *
     * @param number tells such rounds apart, from 0
     */
    static Round broken(Lane lane, int number, int pairsPerFault, Path patch) {
        long seed = LongStream.iterate(FIRST_BROKEN_SEED, next -> next + 1)
                .filter(next -> isPlain(Setup.of(next, lane.bootstrapServers(), lane.directory())))
                .skip(number)
                .findFirst()
                .orElseThrow();
        return new Round(seed, lane, TELLING, pairsPerFault, List.of(patch), STANDSTILL);
    }

    /** With a join, micro-batches that stay half filled while nothing comes, and a replay buffer. */
    private static boolean isPlain(Setup setup) {
        return !setup.direct()
                && !setup.embedding()
                && setup.values().get("train.batch.size").equals("16")
                && setup.values().get("train.replay.pairs").equals(Setup.REPLAYED)
                && setup.values().get("train.linger.ms").equals("-1");
    }

    /**
     * @return what was judged, in numbers
     * @throws AssertionError if a promise was broken
     */
    Judgement run() throws Exception {
        try (Site site = new Site(lane, setup, patches);
                Feed feed = new Feed(lane.bootstrapServers(), site::name);
                Outputs outputs = new Outputs(lane.bootstrapServers(), site::name, topics())) {
            Judge judge = new Judge(setup, feed, outputs);
            site.start();
            strike(site, feed, outputs, judge);
            awaitQuiet(site, outputs, judge);
            site.terminate(site.program());
            outputs.drain();
            Judgement judgement = judge.judge(StoredState.read(lane, setup));
            site.clean();
            return judgement;
        }
    }

    private void strike(Site site, Feed feed, Outputs outputs, Judge judge) throws Exception {
        List<List<Event>> slices = slices(script, 2 * faults.size() + 1);
        for (int i = 0; i < faults.size(); i++) {
            feed.send(slices.get(2 * i));
            if (isOnTarget()) {
                feed.flush();
                awaitTarget(faults.get(i), site, outputs, judge);
            }
            Fault.pause(random, 0, 800);
            site.checkAlive();
            Instant struck = Instant.now();
            Fault.Recovery recovery = faults.get(i).strike(site, random);
            feed.send(slices.get(2 * i + 1));
            Fault.pause(random, 0, 800);
            recovery.run();
            Instant over = Instant.now();
            if (random.nextInt(3) > 0 || isOnTarget()) {
                feed.flush();
                awaitProgress(site, outputs, judge);
            }
            story.add("%s %.1f s, then %.1f s"
                    .formatted(faults.get(i), seconds(struck, over), seconds(over, Instant.now())));
        }
        feed.send(slices.get(2 * faults.size()));
        feed.flush();
    }

    /** Whether each fault is to strike a program at work; others may strike one that has hardly begun. */
    private boolean isOnTarget() {
        return !patches.isEmpty();
    }

    /** An end in order is to find a micro-batch half filled, and all else done; other faults strike in the midst. */
    private void awaitTarget(Fault fault, Site site, Outputs outputs, Judge judge) {
        if (fault == Fault.TERMINATE) {
            await(site, outputs, judge, judge::isIdle);
        } else {
            awaitProgress(site, outputs, judge);
        }
    }

    private void awaitProgress(Site site, Outputs outputs, Judge judge) {
        outputs.poll();
        int before = outputs.count();
        await(site, outputs, judge, () -> outputs.count() > before || judge.isAllDoneThatCanBe());
    }

    private void awaitQuiet(Site site, Outputs outputs, Judge judge) {
        Instant started = Instant.now();
        await(site, outputs, judge, judge::isQuiet);
        story.add("quiet after %.1f s".formatted(seconds(started, Instant.now())));
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    private interface Condition {
        boolean holds();
    }

    /** Waits as long as records come, but not longer than patience for the next one. */
    private void await(Site site, Outputs outputs, Judge judge, Condition condition) {
        int count = outputs.count();
        long giveUpAt = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            outputs.poll();
            site.checkAlive();
            if (outputs.count() > count) {
                count = outputs.count();
                giveUpAt = System.nanoTime() + patience.toNanos();
            } else if (System.nanoTime() > giveUpAt) {
                throw new AssertionError(standstill(site, outputs, judge));
            }
        }
    }

    /** All that may tell why nothing comes; what the program's threads do is written to its output. */
    private String standstill(Site site, Outputs outputs, Judge judge) {
        try {
            site.program().dumpThreads();
            return "all must be learned or told some time, but nothing came for " + patience + "; " + judge.describe()
                    + "; outputs: " + outputs.read() + "; not read yet: " + site.lags() + "; transactions: "
                    + site.transactions() + "; stored: "
                    + StoredState.read(lane, setup);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Topic> topics() {
        return setup.direct()
                ? List.of(Topic.MODELS, Topic.DEAD_LETTERS, Topic.EMBEDDINGS)
                : List.of(Topic.MODELS, Topic.DEAD_LETTERS, Topic.EMBEDDINGS, Topic.TRAINING_LOG);
    }

    private static List<List<Event>> slices(List<Event> events, int count) {
        List<List<Event>> slices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            slices.add(events.subList(events.size() * i / count, events.size() * (i + 1) / count));
        }
        return slices;
    }

    /** Its settings, its faults, how long each took and how long it was until something came again. */
    @Override
    public String toString() {
        return setup + "\n  " + faults + "\n  " + story;
    }
}
