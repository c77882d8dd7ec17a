package io.kinstream.bench;

import io.kinstream.config.ConfigProblems;
import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.ReplaySettings;
import io.kinstream.local.Dataset;
import io.kinstream.local.MnistDataset;
import io.kinstream.nn.Features;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a replay buffer is good for, and what it costs: streams that change or are hard otherwise, in memory, with it and
 * without.
 */
public final class DriftBench {
    private static final int OLD_DIGITS = 2 * (ChangingStream.PHASES - 1); // those of all phases but the last
    private static final int FIRST_PART = 20;
    private static final double SECONDS = 1;
    private static final int WARM_UP_TURNS = 3;
    private static final int TURNS = 5;

    private final Bench bench;
    private final Dataset dataset;

    public DriftBench(Bench bench) throws IOException {
        this.bench = bench;
        dataset = MnistDataset.bundled();
    }

    /** Some kinds of streams, a round for each seed. */
    public void streams(Report report, Set<ChangingStream> streams, int seeds, int pairsPerPhase, ReplaySettings replay)
            throws ConfigProblems {
        Rounds figures = new Rounds();
        for (ChangingStream stream : streams) {
            for (int seed = 1; seed <= seeds; seed++) {
                for (ReplaySettings setting : List.of(ReplaySettings.OFF, replay)) {
                    learn(stream, seed, pairsPerPhase, setting, figures);
                }
            }
        }
        figures.addTo(report, "");
        report.detail("drift.pairs_per_phase", pairsPerPhase);
        report.detail("drift.replay_pairs", replay.pairs());
        report.detail("drift.replay_ratio", replay.ratio());
    }

    private void learn(ChangingStream stream, int seed, int pairs, ReplaySettings replay, Rounds figures)
            throws ConfigProblems {
        String name = "drift." + stream.word() + (replay.isOn() ? ".replay" : ".plain");
        Lesson lesson = lesson(stream, seed, pairs, replay);
        int all = ChangingStream.PHASES * pairs;
        lesson.learn(all);
        for (int phase = 0; phase < ChangingStream.PHASES; phase++) {
            figures.add(name + ".auc_phase_" + (phase + 1), lesson.prequentialAuc(phase * pairs, (phase + 1) * pairs));
        }
        figures.add(name + ".auc_at_changes", atChanges(lesson, pairs));
        double auc = lesson.prequentialAuc(0, all);
        double heldOut = lesson.auc(stream::kind, digit -> true);
        double kept = kept(lesson, stream);
        double neighbours = lesson.neighbours(stream::kind, digit -> true);
        double oldNeighbours = lesson.neighbours(stream::kind, digit -> digit < OLD_DIGITS);
        figures.add(name + ".auc", auc);
        figures.add(name + ".held_out_auc", heldOut);
        figures.add(name + ".kept_auc", kept);
        figures.add(name + ".knn5_accuracy", neighbours);
        figures.add(name + ".knn5_accuracy_old", oldNeighbours);
        bench.say(
                "%s, seed %d: prequential AUC %.4f; held out: AUC %.4f, kept %.4f, 5-NN %.4f, of old digits %.4f",
                name, seed, auc, heldOut, kept, neighbours, oldNeighbours);
    }

    /** The prequential AUC of the first twentieth of each phase but the first, on average: how soon the model is up to date. */
    private static double atChanges(Lesson lesson, int pairs) {
        return IntStream.range(1, ChangingStream.PHASES)
                .mapToDouble(phase -> lesson.prequentialAuc(phase * pairs, phase * pairs + pairs / FIRST_PART))
                .average()
                .orElseThrow();
    }

    /** The AUC of held-out pairs such as those of each phase of new digits but the last, on average. */
    private static double kept(Lesson lesson, ChangingStream stream) {
        return IntStream.range(0, ChangingStream.PHASES - 1)
                .mapToDouble(phase -> lesson.auc(stream::kind, digit -> digit / 2 == phase))
                .average()
                .orElseThrow();
    }

    private Lesson lesson(ChangingStream stream, int seed, int pairs, ReplaySettings replay) throws ConfigProblems {
        KinstreamConfig defaults = KinstreamConfig.load(
                Map.of(
                        "model.layers", Bench.LAYERS,
                        "model.seed", Integer.toString(seed),
                        "quality.window.pairs", Integer.toString(ChangingStream.PHASES * pairs)),
                Map.of(),
                Map.of());
        return new Lesson(
                dataset,
                dataset.heldOut().size(),
                Features.Dense::new,
                defaults.learnerSettings().with(replay),
                defaults.batchSize(),
                stream.pairs(Lesson.categories(dataset.training()), seed, pairs));
    }

    /** Pairs a second with it and without, in turns, {@value #TURNS} in a round: seconds are short on a busy machine. */
    public void cost(Report report, int rounds, ReplaySettings replay) {
        Map<String, LearnerLane> lanes = Map.of(
                "drift.pace_plain", LearnerLane.of(dataset, ReplaySettings.OFF),
                "drift.pace_replay", LearnerLane.of(dataset, replay));
        Rounds figures = new Rounds();
        for (int turn = -WARM_UP_TURNS; turn < TURNS * rounds; turn++) {
            for (Map.Entry<String, LearnerLane> lane : lanes.entrySet()) {
                double perSecond = lane.getValue().pairsPerSecond(SECONDS);
                if (turn >= 0) {
                    figures.add(lane.getKey(), perSecond);
                }
            }
        }
        figures.addTo(report, "pairs/s");
    }
}
