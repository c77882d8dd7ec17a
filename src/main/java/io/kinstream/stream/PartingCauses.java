package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.ReplaySettings;
import io.kinstream.wire.ModelManifest;
import java.util.ArrayList;
import java.util.List;

/** Why a replay may come to other weights: what can be seen first, then what can only be supposed. */
final class PartingCauses {

    private PartingCauses() {}

    /** @param replay at the log offset of {@code version}, where it has other weights */
    static List<String> of(KinstreamConfig config, ModelManifest version, LogLearner replay) {
        List<String> causes = new ArrayList<>();
        float rate = config.learningRate().at(version.modelVersion());
        if (rate != version.learningRate()) {
            causes.add("train.learning.rate or its decay was another: after " + version.modelVersion()
                    + " pairs it must be " + rate + ", but was " + version.learningRate());
        }
        if (replay.pending() > 0) {
            causes.add("a micro-batch ended at log offset "
                    + version.logOffset().orElseThrow() + " then, but now " + replay.pending() + " of "
                    + config.batchSize() + " pairs are pending there: "
                    + (pauseMayEndOne(config)
                            ? "a pause of train.linger.ms ended it, which direct mode does not write down, or"
                                    + " train.batch.size was another"
                            : "train.batch.size was another"));
        } else {
            causes.add(
                    "train.batch.size was another before, or was changed on the way: now it is " + config.batchSize());
            if (pauseMayEndOne(config)) {
                causes.add("a pause of train.linger.ms ended a micro-batch on the way: direct mode does not write"
                        + " that down, and only with -1 it does not happen");
            }
        }
        if (config.direct() && replay.learner().pairsLearned() + replay.pending() != version.modelVersion()) {
            causes.add("events.max.bytes was another, so that other events were dead letters: now it is "
                    + config.maxEventBytes());
        }
        ReplaySettings again = config.learnerSettings().replay();
        causes.add("train.replay.pairs or train.replay.ratio was another before, or was changed on the way: now "
                + (again.isOn() ? "they are " + again.pairs() + " and " + again.ratio() : "no pair is learned again"));
        causes.add("train.inputs, train.label.weights or train.clip was another before, or was changed on the way");
        causes.add(
                "another BLAS, number of BLAS threads, kind of processor or version of the program, which give other last bits");
        return causes;
    }

    private static boolean pauseMayEndOne(KinstreamConfig config) {
        return config.direct() && config.linger().isPresent();
    }
}
