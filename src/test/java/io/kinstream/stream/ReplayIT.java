package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kinstream.config.ConfigProblems;
import io.kinstream.learn.LearnerSettings;
import io.kinstream.learn.Pair;
import io.kinstream.learn.Reservoir;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.testing.Cluster;
import io.kinstream.testing.Program;
import io.kinstream.testing.SharedBroker;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.LogEntryCodec;
import io.kinstream.wire.ModelSnapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A job whose replay buffer is switched on, and then to another size, between starts; it is killed each time. */
@ExtendWith(SharedBroker.class)
class ReplayIT {

    private static final int BATCH = 4;
    private static final int PAIRS = 400;
    private static final List<Integer> SIZES = List.of(0, 50, 50, 20);

    @TempDir
    private Path directory;

    private Installation installation;

    @Test
    void eachStartGoesOnWithTheWeightsAndWithTheBufferIfItIsStillTheSame(SharedBroker.Address broker) throws Exception {
        installation = new Installation(
                broker,
                "replay",
                directory,
                "model.layers",
                "20,16,4",
                "train.batch.size",
                Integer.toString(BATCH),
                "train.linger.ms",
                "-1");
        try (Cluster cluster = new Cluster(broker.bootstrapServers())) {
            Workload workload = new Workload(6, installation.topics(), cluster);
            ModelSnapshot newest = null;
            for (int stage = 0; stage < SIZES.size(); stage++) {
                try (Program program = installation.start(
                        Map.of("KINSTREAM_TRAIN_REPLAY_PAIRS", SIZES.get(stage).toString()))) {
                    workload.sendInlinePairs(PAIRS);
                    newest = installation.awaitVersion((stage + 1L) * PAIRS);
                    program.kill();
                }
            }
            List<Pair> log = cluster.read(installation.topics().trainingLog()).stream()
                    .map(record -> LogEntryCodec.decode(record.value()))
                    .filter(LogEntry.Learn.class::isInstance)
                    .map(entry -> ((LogEntry.Learn) entry).pair())
                    .toList();
            assertEquals(SIZES.size() * PAIRS, log.size());
            assertArrayEquals(expected(log), newest.parameters());
        }
    }

    private float[] expected(List<Pair> log) throws ConfigProblems {
        SiameseLearner learner = new SiameseLearner(settings(0));
        for (int stage = 0; stage < SIZES.size(); stage++) {
            LearnerSettings settings = settings(SIZES.get(stage));
            Reservoir reservoir = learner.reservoir().capacity() == SIZES.get(stage)
                    ? learner.reservoir()
                    : new Reservoir(settings.replay(), settings.seed(), learner.pairsLearned());
            learner = SiameseLearner.restore(settings, learner.state(), reservoir);
            for (int i = stage * PAIRS; i < (stage + 1) * PAIRS; i += BATCH) {
                learner.learn(log.subList(i, i + BATCH));
            }
        }
        return learner.encoder().parameters();
    }

    private LearnerSettings settings(int replayed) throws ConfigProblems {
        return installation
                .with("train.replay.pairs", Integer.toString(replayed))
                .learnerSettings();
    }
}
