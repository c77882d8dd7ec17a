package io.kinstream.paper;

import io.kinstream.local.NearestNeighbours;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** How much a map of shifted digits shows the shift; all of digits held out. */
final class ShiftMeasures {

    private static final int NEIGHBOURS = 10;
    private static final int RANDOM_PAIRS = 100_000;
    private static final long SEED = 1;

    private final List<ShiftedDigit> heldOut;

    ShiftMeasures(List<ShiftedDigit> heldOut) {
        this.heldOut = heldOut;
    }

    /** Keys as in a report. */
    Map<String, Double> of(Placement map) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("same_shift_neighbours", sameShift(map.heldOut()));
        figures.put("translation_ratio", translation(map.heldOut()) / anyDistance(map.heldOut()));
        return figures;
    }

    /** Of the ten nearest that show other digits, the share with the same shift. */
    private double sameShift(float[][] places) {
        int[][] nearest = NearestNeighbours.of(places, places, NEIGHBOURS + Shift.values().length);
        long same = 0;
        long all = 0;
        for (int i = 0; i < nearest.length; i++) {
            int counted = 0;
            for (int j : nearest[i]) {
                if (counted < NEIGHBOURS
                        && heldOut.get(j).image() != heldOut.get(i).image()) {
                    same += heldOut.get(j).shift() == heldOut.get(i).shift() ? 1 : 0;
                    counted++;
                }
            }
            all += counted;
        }
        return (double) same / all;
    }

    /** The mean distance of two shifts of one digit, which follow each other. */
    private double translation(float[][] places) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < places.length; i++) {
            for (int j = i + 1;
                    j < places.length
                            && heldOut.get(j).image() == heldOut.get(i).image();
                    j++) {
                sum += distance(places[i], places[j]);
                count++;
            }
        }
        return sum / count;
    }

    private double anyDistance(float[][] places) {
        SplittableRandom random = new SplittableRandom(SEED);
        double sum = 0;
        int count = 0;
        while (count < RANDOM_PAIRS) {
            int i = random.nextInt(places.length);
            int j = random.nextInt(places.length);
            if (heldOut.get(i).image() != heldOut.get(j).image()) {
                sum += distance(places[i], places[j]);
                count++;
            }
        }
        return sum / count;
    }

    private static double distance(float[] a, float[] b) {
        double squares = 0;
        for (int d = 0; d < a.length; d++) {
            squares += ((double) a[d] - b[d]) * (a[d] - b[d]);
        }
        return Math.sqrt(squares);
    }
}
