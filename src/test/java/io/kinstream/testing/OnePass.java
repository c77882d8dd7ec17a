package io.kinstream.testing;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.Pair;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.wire.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What one learner, never interrupted, makes of a training log; told apart from the program's own way of reading it. */
public final class OnePass {

    private OnePass() {}

    /** The weights after all whole micro-batches, and those that a pause in the stream ended. */
    public static float[] over(List<LogEntry> log, KinstreamConfig config) {
        return versions(log, config).lastEntry().getValue();
    }

    /** The weights after each micro-batch, by the number of pairs learned; the untrained ones are version 0. */
    public static NavigableMap<Long, float[]> versions(List<LogEntry> log, KinstreamConfig config) {
        SiameseLearner learner = new SiameseLearner(config.learnerSettings());
        NavigableMap<Long, float[]> versions = new TreeMap<>();
        versions.put(0L, learner.encoder().parameters().clone());
        List<Pair> batch = new ArrayList<>();
        for (LogEntry entry : log) {
            if (entry instanceof LogEntry.Learn learn) {
                batch.add(learn.pair());
            }
            if (!batch.isEmpty() && (entry instanceof LogEntry.Flush || batch.size() == config.batchSize())) {
                learner.learn(batch);
                batch.clear();
                versions.put(
                        learner.pairsLearned(), learner.encoder().parameters().clone());
            }
        }
        return versions;
    }
}
