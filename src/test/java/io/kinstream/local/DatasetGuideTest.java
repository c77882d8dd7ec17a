package io.kinstream.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.page.ItemGuide.Picture;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatasetGuideTest {

    private static Dataset dataset(float... features) {
        return new Dataset(
                "d",
                List.of(new Dataset.Item("a", features, 3)),
                List.of(new Dataset.Item("b", new float[features.length], 4)));
    }

    @Test
    void itemsOfBothPartsAreKnownByTheirIds() {
        DatasetGuide guide = new DatasetGuide(dataset(0, 1, 0.5f, 0.2f));
        assertEquals(Optional.of("3"), guide.category("a"));
        assertEquals(Optional.of("4"), guide.category("b"));
        assertEquals(Optional.empty(), guide.category("c"));
        assertTrue(guide.picture("c").isEmpty());
    }

    @Test
    void aSquareOfFeaturesIsAPicture() {
        Picture picture =
                new DatasetGuide(dataset(0, 1, 0.5f, 0.2f)).picture("a").orElseThrow();
        assertEquals(2, picture.width());
        assertEquals(2, picture.height());
        assertArrayEquals(new byte[] {0, (byte) 255, (byte) 128, 51}, picture.ink());
    }

    @Test
    void otherFeaturesAreNone() {
        assertTrue(new DatasetGuide(dataset(0, 1, 0.5f)).picture("a").isEmpty());
    }
}
