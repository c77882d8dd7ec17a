package io.kinstream.page;

import io.kinstream.nn.Features;
import io.kinstream.page.PageSource.Item;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A few of the newest items with their features, bounded in number and in memory; the oldest leave. Thread-safe. */
public final class ItemSample {

    /** How many items it holds at most. */
    public static final int MOST = 250;

    /** How many numbers it holds at most, of all its items together: 16 MB, or 32 MB if all are sparse. */
    static final int MOST_STORED = 4_000_000;

    private final Map<String, Features> items = new LinkedHashMap<>();
    private long stored;

    /** Takes an item in, or its new features; it becomes the newest only if it is new. */
    public synchronized void offer(String id, Features features) {
        Features before = items.put(id, features);
        stored += features.stored() - (before == null ? 0 : before.stored());
        Iterator<Map.Entry<String, Features>> oldest = items.entrySet().iterator();
        while (items.size() > MOST || stored > MOST_STORED) {
            stored -= oldest.next().getValue().stored();
            oldest.remove();
        }
    }

    /** Forgets an item that was deleted. */
    public synchronized void remove(String id) {
        Features before = items.remove(id);
        stored -= before == null ? 0 : before.stored();
    }

    /** How many items there are. */
    public synchronized int size() {
        return items.size();
    }

    /** The items, oldest first. */
    public synchronized List<Item> items() {
        return items.entrySet().stream()
                .map(entry -> new Item(entry.getKey(), entry.getValue()))
                .toList();
    }
}
