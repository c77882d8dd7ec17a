package io.kinstream.stream;

import io.kinstream.nn.Features;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The features of the items that came last, so that one can ask for an item by its id. What was not asked for, nor came
 * again, for the longest time is forgotten first. Features, not embeddings: whatever version is in service, two items are
 * compared in one space. Thread-safe.
 */
final class RecentItems {

    static final long MOST_BYTES = 32L * 1024 * 1024;

    private static final int BYTES_BESIDE = 200; // of the objects around an id and its numbers

    private final long mostBytes;
    private final Map<String, Features> items = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** @param mostBytes that items take, about; a larger single item is not kept */
    RecentItems(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    synchronized void put(String id, Features features) {
        remove(id);
        items.put(id, features);
        bytes += bytes(id, features);
        Iterator<Map.Entry<String, Features>> oldest = items.entrySet().iterator();
        while (bytes > mostBytes) {
            Map.Entry<String, Features> item = oldest.next();
            bytes -= bytes(item.getKey(), item.getValue());
            oldest.remove();
        }
    }

    synchronized void remove(String id) {
        Features before = items.remove(id);
        bytes -= before == null ? 0 : bytes(id, before);
    }

    synchronized Optional<Features> get(String id) {
        return Optional.ofNullable(items.get(id));
    }

    private static long bytes(String id, Features features) {
        int perNumber = features instanceof Features.Sparse ? Integer.BYTES + Float.BYTES : Float.BYTES;
        return BYTES_BESIDE + (long) Character.BYTES * id.length() + (long) perNumber * features.stored();
    }
}
