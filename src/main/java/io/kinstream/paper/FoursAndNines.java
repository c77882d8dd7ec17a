package io.kinstream.paper;

import io.kinstream.local.Dataset;
import io.kinstream.local.Dataset.Item;
import io.kinstream.local.NearestNeighbours;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The digits of the paper's first two experiments. */
final class FoursAndNines {

    /** Pixels along each side of a digit. */
    static final int SIDE = 28;

    private static final int FOUR = 4;
    private static final int NINE = 9;
    /** Training digits of each class, as in the paper, if there are so many. */
    private static final int OF_EACH = 3000;

    private static final int NEIGHBOURS = 5;

    private FoursAndNines() {}

    /** Those of MNIST: the first 3,000 training digits of each, and all that are held out. */
    static Dataset of(Dataset mnist) {
        List<Item> training = new ArrayList<>(first(mnist.training(), FOUR));
        training.addAll(first(mnist.training(), NINE));
        training.sort((one, other) -> one.id().compareTo(other.id())); // the first of them are a fair share of both
        List<Item> heldOut = mnist.heldOut().stream()
                .filter(item -> item.category() == FOUR || item.category() == NINE)
                .toList();
        return new Dataset("4s and 9s of " + mnist.name(), training, heldOut);
    }

    private static List<Item> first(List<Item> items, int digit) {
        return items.stream()
                .filter(item -> item.category() == digit)
                .limit(OF_EACH)
                .toList();
    }

    static float[][] features(List<Item> items) {
        return items.stream().map(Item::features).toArray(float[][]::new);
    }

    /** How often the five nearest training items have the class of an item that is held out. */
    static double accuracy(Dataset items, Placement map) {
        int[] known = categories(items.training());
        return NearestNeighbours.accuracy(
                map.training(),
                Arrays.copyOf(known, map.training().length),
                map.heldOut(),
                categories(items.heldOut()),
                NEIGHBOURS);
    }

    private static int[] categories(List<Item> items) {
        return items.stream().mapToInt(Item::category).toArray();
    }

    static Colouring colouring(List<Item> items) {
        return Colouring.kinds(
                "Digit",
                items.stream().map(item -> item.category() == FOUR ? 0 : 1).toList(),
                List.of("4", "9"));
    }
}
