package io.kinstream.stream;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;

/** How many records the applications have not read yet. */
final class Lag {

    private static final String RECORDS = "records-lag";

    private Lag() {}

    /**
     * Records that are not read yet, by topic, as the consumers know: nothing of a topic that none of them reads here.
     *
     * @param topics full names by short ones
     */
    static Map<String, Long> of(Collection<KafkaStreams> applications, Map<String, String> topics) {
        Map<List<String>, Double> byPartition = new HashMap<>();
        for (KafkaStreams application : applications) {
            for (Metric metric : application.metrics().values()) {
                if (metric.metricName().name().equals(RECORDS) && metric.metricValue() instanceof Double records) {
                    Map<String, String> tags = metric.metricName().tags();
                    // A topic with a dot in its name is there twice: once as it is, once with an underscore instead.
                    String topic = plain(tags.getOrDefault("topic", ""));
                    byPartition.put(
                            List.of(tags.getOrDefault("client-id", ""), topic, "" + tags.get("partition")), records);
                }
            }
        }
        Map<String, Long> lag = new TreeMap<>();
        topics.forEach((word, name) -> byPartition.forEach((partition, records) -> {
            if (partition.get(1).equals(plain(name)) && records >= 0) {
                lag.merge(word, records.longValue(), Long::sum);
            }
        }));
        return lag;
    }

    private static String plain(String topic) {
        return topic.replace('.', '_');
    }
}
