package io.kinstream.bench;

import io.kinstream.wire.ModelManifest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A job that learns what is on its topic: load, start, warm up, release the rest, and watch the versions. Where features
 * are needed they are on the cluster before.
 */
final class PipelineRun {

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Bench bench;
    private final Installation job;
    private final PairEvents events;
    private final long warmUp;

    /** @param warmUp pairs that are learned before time is taken; no micro-batch may be left half full */
    PipelineRun(Bench bench, Installation job, PairEvents events, long warmUp) {
        this.bench = bench;
        this.job = job;
        this.events = events;
        this.warmUp = warmUp;
    }

    /** Pairs a second, from the moment on when these pairs could be read, until the last of them were published. */
    double pairsPerSecond(long pairs) throws IOException {
        return pairsPerSecond(List.of(pairs)).get(0);
    }

    /**
     * Pairs a second of one stretch after the other.
     *
     * @param ends how many pairs are learned after the warm-up at the end of each stretch
     */
    List<Double> pairsPerSecond(List<Long> ends) throws IOException {
        try (PairLoader loader = new PairLoader(job.config(), events);
                VersionWatch versions = new VersionWatch(job.config())) {
            loader.load(warmUp);
            loader.hold(ends.get(ends.size() - 1));
            try (ChildProgram child = job.start(bench.program(), "one", Map.of())) {
                versions.awaitVersion(warmUp, PATIENCE, child::isAlive);
                long version = warmUp;
                long millis = System.currentTimeMillis();
                loader.release();
                List<Double> rates = new ArrayList<>();
                for (long end : ends) {
                    if (version > warmUp + end - Bench.BATCH) {
                        throw new IllegalStateException(
                                "each stretch must be long enough for a version of its own, but " + end
                                        + " pairs were learned before one came");
                    }
                    // Were a micro-batch out of step, its last pairs would wait for a pause that is not to be measured.
                    ModelManifest model =
                            versions.awaitVersion(warmUp + end - Bench.BATCH + 1, PATIENCE, child::isAlive);
                    rates.add((model.modelVersion() - version) / ((model.publishedAt() - millis) / 1e3));
                    version = model.modelVersion();
                    millis = model.publishedAt();
                }
                return rates;
            }
        }
    }
}
