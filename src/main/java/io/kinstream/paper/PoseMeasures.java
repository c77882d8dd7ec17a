package io.kinstream.paper;

import io.kinstream.local.NearestNeighbours;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** How well a map of the turntable's pictures shows the pose, and how little the light; all of pictures held out. */
final class PoseMeasures {

    private static final int NEIGHBOURS = 10;

    private final List<Picture> training;
    private final List<Picture> heldOut;

    PoseMeasures(List<Picture> training, List<Picture> heldOut) {
        this.training = training;
        this.heldOut = heldOut;
    }

    /** Keys as in a report. */
    Map<String, Double> of(Placement map) {
        Map<String, Double> figures = new LinkedHashMap<>();
        double east = r2(map, picture -> Math.cos(picture.pose().azimuthRadians()));
        double north = r2(map, picture -> Math.sin(picture.pose().azimuthRadians()));
        figures.put("r2_azimuth", (east + north) / 2);
        figures.put("r2_elevation", r2(map, picture -> picture.pose().elevationDegrees()));
        figures.put("lighting_variance", lightingVariance(map));
        int[][] nearest = NearestNeighbours.of(map.training(), map.heldOut(), NEIGHBOURS);
        figures.put(
                "neighbour_preservation",
                share(nearest, (one, other) -> one.pose().isBeside(other.pose())));
        figures.put("same_lighting_neighbours", share(nearest, (one, other) -> one.lighting() == other.lighting()));
        return figures;
    }

    /** Of a straight line fitted on the training pictures. */
    private double r2(Placement map, ToDoubleFunction<Picture> target) {
        double[] known = training.stream().mapToDouble(target).toArray();
        double[] asked = heldOut.stream().mapToDouble(target).toArray();
        return Regression.fit(map.training(), known).r2(map.heldOut(), asked);
    }

    /**
     * How far pictures are from the middle of all six of their pose, over how far they are from the middle of the map:
     * mean squares.
     */
    private double lightingVariance(Placement map) {
        Map<Pose, Middle> poses = new HashMap<>();
        Middle all = new Middle();
        for (int i = 0; i < training.size(); i++) {
            poses.computeIfAbsent(training.get(i).pose(), pose -> new Middle()).add(map.training()[i]);
        }
        for (int i = 0; i < heldOut.size(); i++) {
            poses.computeIfAbsent(heldOut.get(i).pose(), pose -> new Middle()).add(map.heldOut()[i]);
            all.add(map.heldOut()[i]);
        }
        double within = 0;
        double total = 0;
        for (int i = 0; i < heldOut.size(); i++) {
            within += poses.get(heldOut.get(i).pose()).squaredDistance(map.heldOut()[i]);
            total += all.squaredDistance(map.heldOut()[i]);
        }
        return within / total;
    }

    private double share(int[][] nearest, Likeness alike) {
        long count = 0;
        for (int i = 0; i < nearest.length; i++) {
            for (int j : nearest[i]) {
                count += alike.test(heldOut.get(i), training.get(j)) ? 1 : 0;
            }
        }
        return (double) count / ((long) nearest.length * NEIGHBOURS);
    }

    private interface Likeness {
        boolean test(Picture one, Picture other);
    }
}
