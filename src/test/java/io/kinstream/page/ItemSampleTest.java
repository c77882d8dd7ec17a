package io.kinstream.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.kinstream.nn.Features;
import io.kinstream.page.PageSource.Item;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemSampleTest {

    private static final Features SMALL = new Features.Dense(new float[] {1});

    private final ItemSample sample = new ItemSample();

    @Test
    void theOldestLeaveWhenThereAreTooMany() {
        for (int i = 0; i < ItemSample.MOST + 5; i++) {
            sample.offer("item-" + i, SMALL);
        }
        List<Item> items = sample.items();
        assertEquals(ItemSample.MOST, items.size());
        assertEquals("item-5", items.get(0).id());
    }

    @Test
    void newFeaturesReplaceThoseThatAnItemHad() {
        Features other = new Features.Dense(new float[] {2});
        sample.offer("a", SMALL);
        sample.offer("b", SMALL);
        sample.offer("a", other);
        assertEquals(List.of("a", "b"), sample.items().stream().map(Item::id).toList());
        assertSame(other, sample.items().get(0).features());
    }

    @Test
    void aDeletedItemIsGone() {
        sample.offer("a", SMALL);
        sample.remove("a");
        sample.remove("never there");
        assertEquals(0, sample.size());
    }

    @Test
    void largeItemsAreFewHoweverOftenTheyChange() {
        Features half = new Features.Dense(new float[ItemSample.MOST_STORED / 2]);
        for (int round = 0; round < 3; round++) {
            sample.offer("a", half);
            sample.offer("b", half);
            sample.remove("a");
            sample.offer("a", half);
        }
        assertEquals(2, sample.size());
        sample.offer("c", SMALL);
        assertEquals(List.of("a", "c"), sample.items().stream().map(Item::id).toList());
    }

    @Test
    void anItemThatIsTooLargeByItselfIsLeftOut() {
        sample.offer("a", new Features.Dense(new float[ItemSample.MOST_STORED + 1]));
        assertEquals(0, sample.size());
    }
}
