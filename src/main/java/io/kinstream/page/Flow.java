package io.kinstream.page;

import io.kinstream.monitor.Figures;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

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

    /** How far behind the consumer of a partition is, as Kafka's own meters say. */
    private static final String LAG = "kafka.consumer.fetch.manager.records.lag";

    static Flow of(Figures figures, MeterRegistry registry, Map<String, String> topics, long uptime) {
        return new Flow(
                uptime,
                figures.pairsLearned(),
                figures.pairsWaiting(),
                figures.embeddings(),
                figures.deadLetters(),
                Numbers.brief(figures.gradientNorm()),
                Numbers.brief(figures.learningRate()),
                Numbers.brief(figures.effectiveRank()),
                lag(registry, topics));
    }

    private static Map<String, Long> lag(MeterRegistry registry, Map<String, String> topics) {
        Map<String, Long> lag = new TreeMap<>();
        for (Gauge gauge : registry.find(LAG).gauges()) {
            String topic = Objects.requireNonNullElse(gauge.getId().getTag("topic"), "");
            double records = gauge.value();
            // In the names of meters Kafka writes dots as underscores.
            topics.forEach((word, name) -> {
                if (topic.replace('.', '_').equals(name.replace('.', '_')) && records >= 0) {
                    lag.merge(word, (long) records, Long::sum);
                }
            });
        }
        return lag;
    }
}
