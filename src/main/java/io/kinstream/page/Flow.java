package io.kinstream.page;

import io.kinstream.learn.Drift;
import io.kinstream.monitor.Figures;
import java.util.Map;

/**
 * What goes through this process. Counts begin with the process: from two messages the page knows the rates.
 *
 * @param uptime milliseconds since the page began to watch
 * @param restarts how often the program was started before, with what it keeps on this machine
 * @param drift mean loss by what it was before it last grew
 * @param driftPairs pairs since it did, 0 if it has not or is back
 * @param lag records that are not read yet, by topic of the contract
 */
record Flow(
        long uptime,
        long restarts,
        double pairsLearned,
        long pairsWaiting,
        double embeddings,
        Map<String, Long> deadLetters,
        Double gradientNorm,
        Double learningRate,
        Double effectiveRank,
        Double drift,
        Long driftPairs,
        Map<String, Long> lag) {

    static Flow of(Figures figures, PageSource source, long uptime) {
        return new Flow(
                uptime,
                source.restarts(),
                figures.pairsLearned(),
                figures.pairsWaiting(),
                figures.embeddings(),
                figures.deadLetters(),
                Numbers.brief(figures.gradientNorm()),
                Numbers.brief(figures.learningRate()),
                Numbers.brief(figures.effectiveRank()),
                figures.drift().map(drift -> Numbers.brief(drift.growth())).orElse(null),
                figures.drift().map(Drift::pairs).orElse(null),
                source.lag());
    }
}
