package io.kinstream.local;

import java.util.List;

/**
 * Labelled items to learn from, and others of the same kind to judge by.
 *
 * @param name what to call it in a message
 * @param training at least one item; all items of the data set have the same number of features
 * @param heldOut at least one item, none of which is in {@code training}
 */
public record Dataset(String name, List<Item> training, List<Item> heldOut) {

    /** Copies the lists and checks what the parameters promise, except that the two lists do not overlap. */
    public Dataset {
        training = checked(name, "training", training);
        heldOut = checked(name, "held-out", heldOut);
        int inputs = training.get(0).features().length;
        int others = heldOut.get(0).features().length;
        if (others != inputs) {
            throw new IllegalArgumentException(name + ": held-out items must have as many features as training items, "
                    + inputs + ", but was " + others);
        }
    }

    /** Number of features of every item. */
    public int inputs() {
        return training.get(0).features().length;
    }

    private static List<Item> checked(String name, String part, List<Item> items) {
        if (items.isEmpty()) {
            throw new IllegalArgumentException(name + ": " + part + " items must be at least 1, but was 0");
        }
        int inputs = items.get(0).features().length;
        for (Item item : items) {
            if (item.features().length != inputs) {
                throw new IllegalArgumentException(name + ": features of " + item.id() + " must be " + inputs
                        + ", as of " + items.get(0).id() + ", but was " + item.features().length);
            }
        }
        return List.copyOf(items);
    }

    /**
     * One thing that can be embedded.
     *
     * @param id unique in the data set
     * @param features not copied, not to be changed; of images each in [0, 1] unless they are centred
     * @param category items of the same category count as similar
     */
    public record Item(String id, float[] features, int category) {}
}
