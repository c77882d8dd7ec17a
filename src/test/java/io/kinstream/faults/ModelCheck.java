package io.kinstream.faults;

import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.SnapshotCodec;
import io.kinstream.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Every published version is whole, newer than the one before, and bit for bit that of one pass over the log. */
final class ModelCheck {

    private ModelCheck() {}

    /** @return how many versions there were */
    static int check(Ledger ledger, NavigableMap<Long, float[]> versions, List<String> problems) {
        Map<String, byte[]> topic = new HashMap<>();
        String modelId = null;
        long before = -1;
        int count = 0;
        for (ConsumerRecord<byte[], byte[]> record : ledger.records(Topic.MODELS)) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            topic.put(key, record.value());
            if (key.equals(SnapshotCodec.MANIFEST_KEY)) {
                ModelManifest manifest = ModelManifest.parse(record.value());
                version(manifest, topic, versions, problems);
                if (manifest.modelVersion() <= before) {
                    problems.add("version " + manifest.modelVersion() + " was published after " + before);
                }
                if (modelId != null && !modelId.equals(manifest.modelId())) {
                    problems.add("model " + manifest.modelId() + " was started after " + modelId);
                }
                before = manifest.modelVersion();
                modelId = manifest.modelId();
                count++;
            }
        }
        if (before != versions.lastKey()) {
            problems.add("the last version is " + before + ", but one pass over the log makes " + versions.lastKey());
        }
        return count;
    }

    private static void version(
            ModelManifest manifest,
            Map<String, byte[]> topic,
            NavigableMap<Long, float[]> versions,
            List<String> problems) {
        float[] expected = versions.get(manifest.modelVersion());
        SnapshotCodec.Assembly found = SnapshotCodec.assemble(topic.get(SnapshotCodec.MANIFEST_KEY), topic::get);
        if (!(found instanceof SnapshotCodec.Complete complete)) {
            problems.add("version " + manifest.modelVersion() + " is not whole: " + found);
        } else if (expected == null) {
            problems.add("version " + manifest.modelVersion() + " does not occur in one pass over the log");
        } else if (!Arrays.equals(complete.snapshot().parameters(), expected)) {
            problems.add("version " + manifest.modelVersion() + " has other bits than one pass over the log");
        }
    }
}
