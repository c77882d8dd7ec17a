package io.kinstream.paper;

import io.kinstream.local.Dataset;
import io.kinstream.local.Dataset.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Experiment 3: an aeroplane from 162 sides in six lights. Pictures are similar if neither turntable nor camera has moved by
 * more than a step, whatever the light; so the map is to show pose, as a cylinder, and not the light.
 */
final class TurntableExperiment implements Experiment {

    private static final int TRAINING = 660;

    private final Background background;
    private final List<Picture> training;
    private final List<Picture> heldOut;
    private final Dataset items;
    private final List<Grey> shown;
    private final Relation relation;

    /** @param seed decides which pictures are held out */
    TurntableExperiment(Background background, long seed) {
        this.background = background;
        List<Picture> pictures = new ArrayList<>();
        Pose.all().forEach(pose -> List.of(Lighting.values()).forEach(light -> pictures.add(new Picture(pose, light))));
        Collections.shuffle(pictures, new Random(seed));
        training = pictures.subList(0, TRAINING);
        heldOut = pictures.subList(TRAINING, pictures.size());
        Turntable turntable = new Turntable(background);
        List<Item> seen = taken(turntable, training);
        List<Item> unseen = taken(turntable, heldOut);
        shown = unseen.stream()
                .map(item -> new Grey(Turntable.SIDE, item.features(), false))
                .toList();
        items = new Dataset("the aeroplane", seen, unseen);
        relation = Relation.ofNeighbours(IntStream.range(0, TRAINING)
                .mapToObj(i -> IntStream.range(0, TRAINING)
                        .filter(j ->
                                training.get(i).pose().isBeside(training.get(j).pose()))
                        .toArray())
                .toArray(int[][]::new));
    }

    private static List<Item> taken(Turntable turntable, List<Picture> pictures) {
        List<Pose> poses = Pose.all();
        return pictures.parallelStream()
                .map(picture -> new Item(
                        picture.pose().azimuth() + "-" + picture.pose().elevation() + "-" + picture.lighting(),
                        turntable.picture(picture.pose(), picture.lighting()),
                        poses.indexOf(picture.pose())))
                .toList();
    }

    @Override
    public String name() {
        return "3";
    }

    @Override
    public String title() {
        return background == Background.EASY
                ? "A lit object on a turntable, in front of black"
                : "A lit object on a turntable that is lit, too";
    }

    @Override
    public String point() {
        return "972 pictures, 312 of them held out: 18 azimuths, 9 elevations, 6 lights. Similar: at most a step of the"
                + " turntable and of the camera apart, in any light. The map is to be a cylinder, azimuth around it and"
                + " elevation along it, and the light is to be gone from it.";
    }

    @Override
    public Dataset items() {
        return items;
    }

    @Override
    public Relation relation() {
        return relation;
    }

    /** The many equal bright pixels behind the object want centred inputs, as the program has them by default. */
    @Override
    public Map<String, String> settings(long pairs) {
        return background == Background.EASY
                ? Settings.of("2304,20,3", "tanh", 0.03, pairs)
                : Settings.byDefault("2304,20,3", "tanh");
    }

    @Override
    public int dimensions() {
        return 3;
    }

    @Override
    public int neighbours() {
        return 15; // with fewer the graph of neighbours falls apart, and the map with it
    }

    @Override
    public Map<String, Double> measure(Placement map) {
        return new PoseMeasures(training, heldOut).of(map);
    }

    @Override
    public List<Standard> standards() {
        boolean easy = background == Background.EASY;
        return List.of(
                Standard.atLeast(
                        "r2_azimuth",
                        "R² of azimuth, by a linear regression",
                        easy ? 0.97 : 0.9,
                        easy ? "0.989–0.991" : "0.985"),
                easy
                        ? Standard.atLeast("r2_elevation", "R² of elevation", 0.96, "0.982–0.985")
                        : Standard.unasked("r2_elevation", "R² of elevation", "0.934"),
                Standard.atMost(
                        "lighting_variance",
                        "Variance within a pose, of all variance",
                        easy ? 0.005 : 0.03,
                        easy ? "0.0014–0.0017" : "0.0095"),
                Standard.atLeast(
                        "neighbour_preservation",
                        "Of the 10 nearest, share that is at most a step away",
                        easy ? 0.97 : 0.85,
                        easy ? "0.992–0.998" : "0.916"),
                Standard.unasked(
                        "same_lighting_neighbours",
                        "Of the 10 nearest, share in the same light (chance 0.167)",
                        easy ? "0.11–0.12" : "0.124"));
    }

    @Override
    public List<Colouring> colourings() {
        return List.of(
                Colouring.around(
                        "Azimuth",
                        heldOut.stream()
                                .map(picture -> picture.pose().azimuth())
                                .toList(),
                        IntStream.range(0, Pose.AZIMUTHS)
                                .mapToObj(step -> step * 360 / Pose.AZIMUTHS + "°")
                                .toList()),
                Colouring.along(
                        "Elevation",
                        heldOut.stream()
                                .map(picture -> picture.pose().elevation())
                                .toList(),
                        List.of("30°", "35°", "40°", "45°", "50°", "55°", "60°", "65°", "70°")),
                Colouring.kinds(
                        "Light",
                        heldOut.stream()
                                .map(picture -> picture.lighting().ordinal())
                                .toList(),
                        List.of("right", "left", "back", "both sides", "back, front", "all")));
    }

    /** Elevation is up, as far as there is a direction in which it grows. */
    @Override
    public View view(Placement map) {
        double[] elevations = training.stream()
                .mapToDouble(picture -> picture.pose().elevationDegrees())
                .toArray();
        return View.oblique(
                map.heldOut(), Regression.fit(map.training(), elevations).direction());
    }

    @Override
    public Grey picture(int item) {
        return shown.get(item);
    }

    @Override
    public int pictureSize() {
        return 36;
    }
}
