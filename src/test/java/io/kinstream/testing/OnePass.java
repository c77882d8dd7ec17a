package io.kinstream.testing;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.Pair;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.wire.LogEntry;
import java.util.ArrayList;
import java.util.List;

/** What one learner, never interrupted, makes of a training log; told apart from the program's own way of reading it. */
public final class OnePass {

    private OnePass() {}

    /** The weights after all whole micro-batches, and those that a pause in the stream ended. */
    public static float[] over(List<LogEntry> log, KinstreamConfig config) {
        SiameseLearner learner = new SiameseLearner(config.learnerSettings());
        List<Pair> batch = new ArrayList<>();
        for (LogEntry entry : log) {
            if (entry instanceof LogEntry.Learn learn) {
                batch.add(learn.pair());
            }
            if (!batch.isEmpty() && (entry instanceof LogEntry.Flush || batch.size() == config.batchSize())) {
                learner.learn(batch);
                batch.clear();
            }
        }
        return learner.encoder().parameters();
    }
}
