package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.learn.LearnerSettings;
import io.kinstream.learn.LearnerState;
import io.kinstream.learn.PrequentialState;
import io.kinstream.learn.SiameseLearner;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.EventDecoder;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.SourceRecord;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** Learns the log once more, as the application did, and stops where it is told. */
final class Replay implements AutoCloseable {

    private final LogReader log;
    private final LogLearner learner;

    /**
     * @param from weights to begin with, whose log offset is known; empty: the seed, and the log from its first record
     * @throws VerificationImpossible if the log is not there from that place on
     */
    Replay(KinstreamConfig config, Optional<ModelSnapshot> from) throws VerificationImpossible {
        LearnInput input = config.direct()
                ? LearnInput.direct(new EventDecoder(config.architecture().inputs(), config.maxEventBytes()))
                : LearnInput.log();
        long start = from.map(ModelSnapshot::manifest)
                .map(ModelManifest::logOffset)
                .orElse(OptionalLong.of(0))
                .getAsLong();
        StepsAhead steps =
                new StepsAhead(learner(config.learnerSettings(), from), Runnable::run, step -> {}, pairs -> false);
        learner = new LogLearner(input, config.batchSize(), OptionalLong.of(start), steps);
        log = new LogReader(config);
        try {
            log.start(start);
        } catch (VerificationImpossible | RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** Weights do not depend on the quality of the pairs before, so its window may begin empty. */
    private static SiameseLearner learner(LearnerSettings settings, Optional<ModelSnapshot> from) {
        if (from.isEmpty()) {
            return new SiameseLearner(settings);
        }
        ModelManifest model = from.get().manifest();
        PrequentialState window = new PrequentialState(new float[0], new float[0], new boolean[0]);
        LearnerState state = new LearnerState(
                model.architecture(),
                model.seed(),
                model.loss(),
                model.modelVersion(),
                from.get().parameters().clone(),
                from.get().statistics().clone(),
                window);
        return SiameseLearner.restore(settings, state);
    }

    /**
     * Takes all records before an offset.
     *
     * @param progress told the offset of each
     * @throws VerificationImpossible if they are not all there
     */
    LogLearner until(long offset, LongConsumer progress) throws VerificationImpossible {
        for (Optional<SourceRecord> record = log.next(offset); record.isPresent(); record = log.next(offset)) {
            try {
                learner.read(record.get());
            } catch (BadEventException e) {
                // A dead letter then as now: it leaves no trace in the weights.
            }
            progress.accept(record.get().offset());
        }
        return learner;
    }

    /** The topic that is replayed. */
    String topic() {
        return log.topic();
    }

    @Override
    public void close() {
        log.close();
    }
}
