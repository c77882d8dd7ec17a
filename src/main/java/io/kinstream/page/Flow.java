package io.kinstream.page;

import io.kinstream.monitor.Figures;
import java.util.Map;

/**
 * What goes through this process. Counts begin with the process: from two messages the page knows the rates.
 *
 * @param uptime milliseconds since the page began to watch
 * @param lag records that are not read yet, by topic of the contract
 */
record Flow(
        long uptime,
        double pairsLearned,
        long pairsWaiting,
        double embeddings,
        Map<String, Long> deadLetters,
        Double gradientNorm,
        Double learningRate,
        Double effectiveRank,
        Map<String, Long> lag) {

    static Flow of(Figures figures, Map<String, Long> lag, long uptime) {
        return new Flow(
                uptime,
                figures.pairsLearned(),
                figures.pairsWaiting(),
                figures.embeddings(),
                figures.deadLetters(),
                Numbers.brief(figures.gradientNorm()),
                Numbers.brief(figures.learningRate()),
                Numbers.brief(figures.effectiveRank()),
                lag);
    }
}
