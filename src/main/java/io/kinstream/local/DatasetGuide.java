package io.kinstream.local;

import io.kinstream.page.ItemGuide;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Knows what the items of a data set are; what they look like, too, if their features can be a square of pixels. */
public final class DatasetGuide implements ItemGuide {

    private static final float INK = 255;

    private final Map<String, Dataset.Item> items = new HashMap<>();
    private final int side;

    public DatasetGuide(Dataset dataset) {
        dataset.training().forEach(item -> items.put(item.id(), item));
        dataset.heldOut().forEach(item -> items.put(item.id(), item));
        side = (int) Math.round(Math.sqrt(dataset.inputs()));
    }

    @Override
    public Optional<String> category(String id) {
        return Optional.ofNullable(items.get(id)).map(item -> Integer.toString(item.category()));
    }

    @Override
    public Optional<Picture> picture(String id) {
        return Optional.ofNullable(items.get(id))
                .map(Dataset.Item::features)
                .filter(features -> features.length == side * side)
                .map(features -> new Picture(side, side, ink(features)));
    }

    private static byte[] ink(float[] features) {
        byte[] ink = new byte[features.length];
        for (int i = 0; i < ink.length; i++) {
            ink[i] = (byte) Math.round(features[i] * INK);
        }
        return ink;
    }
}
