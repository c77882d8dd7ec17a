package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.nn.Features;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentItemsTest {
    private static final Features ITEM = new Features.Dense(new float[200]); // 1,002 bytes with its one-letter id

    private final RecentItems items = new RecentItems(3100);

    @Test
    void whatWasUsedLeastRecentlyIsForgotten() {
        items.put("a", ITEM);
        items.put("b", ITEM);
        items.put("c", ITEM);
        assertTrue(items.get("a").isPresent());
        items.put("d", ITEM);
        assertEquals(Optional.empty(), items.get("b"));
        assertTrue(items.get("a").isPresent()
                && items.get("c").isPresent()
                && items.get("d").isPresent());
    }

    @Test
    void anItemHasItsNewestFeatures() {
        Features newer = new Features.Dense(new float[] {7});
        for (int i = 0; i < 10; i++) {
            items.put("a", ITEM); // counts once, however often it comes
        }
        items.put("b", ITEM);
        items.put("c", ITEM);
        assertEquals(Optional.of(ITEM), items.get("a"));
        items.put("a", newer);
        assertEquals(Optional.of(newer), items.get("a"));
    }

    @Test
    void aDeletedItemMakesRoom() {
        items.put("a", ITEM);
        items.put("b", ITEM);
        items.put("c", ITEM);
        items.remove("b");
        items.remove("never there");
        items.put("d", ITEM);
        assertTrue(items.get("a").isPresent()
                && items.get("c").isPresent()
                && items.get("d").isPresent());
        assertEquals(Optional.empty(), items.get("b"));
    }

    @Test
    void anItemLargerThanAllIsNotKept() {
        items.put("a", ITEM);
        items.put("b", new Features.Sparse(new int[400], new float[400]));
        assertEquals(Optional.empty(), items.get("b"));
        items.put("a", ITEM);
        assertTrue(items.get("a").isPresent());
    }
}
