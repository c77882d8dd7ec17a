package io.kinstream.faults;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.nn.Encoder;
import io.kinstream.nn.Features;
import io.kinstream.wire.EmbeddingRecord;
import io.kinstream.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The last embedding of each item is that of its last features, by a version that one pass over the log makes. */
final class EmbeddingCheck {

    private EmbeddingCheck() {}

    /** The items whose last embedding is not there yet. */
    static List<String> missing(Ledger ledger) {
        Map<String, byte[]> newest = newest(ledger);
        List<String> missing = new ArrayList<>();
        ledger.items().forEach((item, sent) -> {
            byte[] value = newest.get(item);
            boolean deleted = features(sent) == null;
            boolean there = deleted
                    ? newest.containsKey(item) && value == null
                    : value != null && EmbeddingRecord.parse(value).eventTimestamp() == sent.timestamp();
            if (!there) {
                missing.add(item);
            }
        });
        return missing;
    }

    static void check(
            Ledger ledger, KinstreamConfig config, NavigableMap<Long, float[]> versions, List<String> problems) {
        missing(ledger).forEach(item -> problems.add("not embedded: " + item));
        Map<String, byte[]> newest = newest(ledger);
        ledger.items().forEach((item, sent) -> {
            byte[] value = newest.get(item);
            if (features(sent) != null && value != null) {
                EmbeddingRecord embedding = EmbeddingRecord.parse(value);
                float[] weights = versions.get(embedding.modelVersion());
                if (weights == null) {
                    problems.add(item + " was embedded by version " + embedding.modelVersion() + ", which never was");
                } else if (!Arrays.equals(
                        new Encoder(config.architecture(), weights).embed(features(sent)), embedding.vector())) {
                    problems.add(item + " is not where version " + embedding.modelVersion() + " puts it");
                }
            }
        });
    }

    private static Features features(Feed.Sent sent) {
        return ((Fate.Known) sent.event().fate()).features();
    }

    private static Map<String, byte[]> newest(Ledger ledger) {
        Map<String, byte[]> newest = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : ledger.records(Topic.EMBEDDINGS)) {
            newest.put(new String(record.key(), StandardCharsets.UTF_8), record.value());
        }
        return newest;
    }
}
