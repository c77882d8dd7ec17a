package io.kinstream.paper;

import io.kinstream.local.Dataset;
import io.kinstream.local.NearestNeighbours;
import java.util.List;
import java.util.Map;

/**
 * Experiment 1: handwritten 4s and 9s. Nobody says which is which: two are similar if one is among the five nearest of the
 * other, pixel by pixel.
 */
final class DigitsExperiment implements Experiment {

    static final int NEIGHBOURS = 5;

    private final Dataset items;
    private final Relation relation;

    /** @param items of {@link FoursAndNines} */
    DigitsExperiment(Dataset items) {
        this.items = items;
        float[][] images = FoursAndNines.features(items.training());
        relation = Relation.ofNeighbours(NearestNeighbours.of(images, images, NEIGHBOURS + 1));
    }

    @Override
    public String name() {
        return "1";
    }

    @Override
    public String title() {
        return "Handwritten 4s and 9s by their neighbours";
    }

    @Override
    public String point() {
        return "Similar: one is among the five nearest of the other, pixel by pixel. No label is used. The map of digits that"
                + " were never seen is to be one piece, ordered by slant and stroke, with the two classes apart as"
                + " far as neighbourhoods tell them.";
    }

    @Override
    public Dataset items() {
        return items;
    }

    @Override
    public Relation relation() {
        return relation;
    }

    @Override
    public Map<String, String> settings(long pairs) {
        return Settings.of("784,128,2", "relu", 0.03, pairs);
    }

    @Override
    public int dimensions() {
        return 2;
    }

    @Override
    public int neighbours() {
        return 10;
    }

    @Override
    public Map<String, Double> measure(Placement map) {
        return Map.of("knn5_accuracy", FoursAndNines.accuracy(items, map));
    }

    @Override
    public List<Standard> standards() {
        return List.of(Standard.atLeast(
                "knn5_accuracy", "4 or 9, by the 5 nearest training digits", 0.75, "0.75–0.81 (6,000 digits)"));
    }

    @Override
    public List<Colouring> colourings() {
        return List.of(FoursAndNines.colouring(items.heldOut()));
    }

    @Override
    public View view(Placement map) {
        return View.flat(map.heldOut());
    }

    @Override
    public Grey picture(int item) {
        return new Grey(FoursAndNines.SIDE, items.heldOut().get(item).features(), true);
    }

    @Override
    public int pictureSize() {
        return FoursAndNines.SIDE;
    }
}
