package io.kinstream.faults;

import io.kinstream.config.Role;
import io.kinstream.testing.Cluster;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** What the stores of the join hold, as their changelogs tell it. */
record StoredState(Map<ByteBuffer, byte[]> items, int waiting, int deadlines, int linedUp) {

    static StoredState read(Lane lane, Setup setup) {
        if (setup.direct()) {
            return new StoredState(Map.of(), 0, 0, 0);
        }
        String application = setup.config().applicationId(Role.TRAIN);
        try (Cluster cluster = new Cluster(lane.bootstrapServers())) {
            return new StoredState(
                    store(cluster, application + "-items-changelog"),
                    store(cluster, application + "-waiting-changelog").size(),
                    store(cluster, application + "-deadlines-changelog").size(),
                    store(cluster, application + "-line-changelog").size());
        }
    }

    private static Map<ByteBuffer, byte[]> store(Cluster cluster, String changelog) {
        Map<ByteBuffer, byte[]> entries = new HashMap<>();
        cluster.read(changelog).forEach(record -> {
            ByteBuffer key = ByteBuffer.wrap(record.key());
            if (record.value() == null) {
                entries.remove(key);
            } else {
                entries.put(key, record.value());
            }
        });
        return entries;
    }

    @Override
    public String toString() {
        return items.size() + " items, " + waiting + " waiting pairs with " + deadlines + " deadlines, " + linedUp
                + " items in line to let pairs go";
    }
}
