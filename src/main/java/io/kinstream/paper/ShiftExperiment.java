package io.kinstream.paper;

import io.kinstream.local.Dataset;
import io.kinstream.local.Dataset.Item;
import io.kinstream.local.NearestNeighbours;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Experiment 2: each digit shifted to five places. Pixel by pixel, shifts are far apart, and that is what neighbours
 * teach (2a); told that shifts of a digit, and of its neighbours, are similar, the map forgets them (2b).
 */
final class ShiftExperiment implements Experiment {

    private static final int SHIFTS = Shift.values().length;

    private final boolean prior;
    private final Dataset items;
    private final List<ShiftedDigit> heldOut;
    private final Relation relation;

    /**
     * @param digits of {@link FoursAndNines}
     * @param prior whether shifts are known to mean nothing
     */
    ShiftExperiment(Dataset digits, boolean prior) {
        this.prior = prior;
        items = new Dataset(digits.name() + ", shifted", shifted(digits.training()), shifted(digits.heldOut()));
        heldOut = IntStream.range(0, items.heldOut().size())
                .mapToObj(i -> new ShiftedDigit(i / SHIFTS, Shift.values()[i % SHIFTS]))
                .toList();
        relation = Relation.ofNeighbours(prior ? withShifts(neighbours(digits)) : neighbours(items));
    }

    private static List<Item> shifted(List<Item> digits) {
        List<Item> all = new ArrayList<>();
        for (Item digit : digits) {
            for (Shift shift : Shift.values()) {
                String id = digit.id() + "%+d".formatted(shift.pixels());
                all.add(new Item(id, shift.apply(digit.features()), digit.category()));
            }
        }
        return all;
    }

    private static int[][] neighbours(Dataset digits) {
        float[][] images = FoursAndNines.features(digits.training());
        return NearestNeighbours.of(images, images, DigitsExperiment.NEIGHBOURS + 1);
    }

    /** From digits to their pictures: all of a digit's name all of its neighbours, and of itself. */
    private static int[][] withShifts(int[][] digits) {
        return IntStream.range(0, digits.length * SHIFTS)
                .mapToObj(item -> IntStream.concat(IntStream.of(item / SHIFTS), IntStream.of(digits[item / SHIFTS]))
                        .flatMap(digit -> IntStream.range(digit * SHIFTS, (digit + 1) * SHIFTS))
                        .toArray())
                .toArray(int[][]::new);
    }

    @Override
    public String name() {
        return prior ? "2b" : "2a";
    }

    @Override
    public String title() {
        return prior ? "Shifted digits, shifts known to mean nothing" : "Shifted digits by their neighbours";
    }

    @Override
    public String point() {
        String pictures = "Each 4 and 9 at five places, 3 pixels apart. ";
        return pictures
                + (prior
                        ? "Similar: the five nearest of the digit that is not shifted, all in any place. Shifts are to fall"
                                + " together, on digits that were never seen, too."
                        : "Similar: one is among the five nearest of the other, pixel by pixel. Neighbours have the same"
                                + " shift, so the map is to fall into five parts.");
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
        return 5;
    }

    @Override
    public Map<String, Double> measure(Placement map) {
        Map<String, Double> figures = new LinkedHashMap<>(new ShiftMeasures(heldOut).of(map));
        figures.put("knn5_accuracy", FoursAndNines.accuracy(items, map));
        return figures;
    }

    @Override
    public List<Standard> standards() {
        String same = "Of the 10 nearest other digits, share with the same shift (chance 0.2)";
        String ratio = "Distance between shifts of a digit, over that between any";
        return List.of(
                prior
                        ? Standard.atMost("same_shift_neighbours", same, 0.25, "0.205–0.206")
                        : Standard.atLeast("same_shift_neighbours", same, 0.9, "0.983–0.990"),
                prior
                        ? Standard.atMost("translation_ratio", ratio, 0.2, "0.11–0.12")
                        : Standard.unasked("translation_ratio", ratio, "1.16"),
                Standard.unasked(
                        "knn5_accuracy", "4 or 9, by the 5 nearest training digits", prior ? "0.76–0.86" : "0.646"));
    }

    @Override
    public List<Colouring> colourings() {
        return List.of(
                Colouring.along(
                        "Shift",
                        heldOut.stream().map(digit -> digit.shift().ordinal()).toList(),
                        List.of("−6", "−3", "0", "+3", "+6 pixels")),
                FoursAndNines.colouring(items.heldOut()));
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
