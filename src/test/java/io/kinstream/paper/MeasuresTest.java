package io.kinstream.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The measures on maps that were made by hand. */
class MeasuresTest {

    private static final List<Picture> ALL = pictures();
    private static final List<Picture> TRAINING = ALL.subList(0, 660);
    private static final List<Picture> HELD_OUT = ALL.subList(660, ALL.size());

    private static List<Picture> pictures() {
        List<Picture> all = new ArrayList<>();
        Pose.all().forEach(pose -> List.of(Lighting.values()).forEach(light -> all.add(new Picture(pose, light))));
        Collections.shuffle(all, new Random(1));
        return all;
    }

    private static Map<String, Double> measured(Function<Picture, float[]> map) {
        Placement placement = new Placement(
                TRAINING.stream().map(map).toArray(float[][]::new),
                HELD_OUT.stream().map(map).toArray(float[][]::new));
        return new PoseMeasures(TRAINING, HELD_OUT).of(placement);
    }

    private static float[] cylinder(Picture picture) {
        double azimuth = picture.pose().azimuthRadians();
        return new float[] {
            (float) Math.cos(azimuth),
            (float) Math.sin(azimuth),
            (float) (picture.pose().elevationDegrees() / 15)
        };
    }

    @Test
    void aCylinderIsPerfect() {
        Map<String, Double> figures = measured(MeasuresTest::cylinder);
        assertEquals(1, figures.get("r2_azimuth"), 1e-6);
        assertEquals(1, figures.get("r2_elevation"), 1e-6);
        assertEquals(0, figures.get("lighting_variance"), 1e-9);
        assertEquals(1, figures.get("neighbour_preservation"), 1e-9);
    }

    @Test
    void aMapOfTheLightTellsNothingElse() {
        Map<String, Double> figures = measured(picture -> {
            double angle = picture.lighting().ordinal();
            return new float[] {(float) Math.cos(angle), (float) Math.sin(angle), (float) angle};
        });
        assertEquals(0, figures.get("r2_azimuth"), 0.05);
        assertEquals(0, figures.get("r2_elevation"), 0.05);
        assertTrue(figures.get("lighting_variance") > 0.9, figures::toString);
        assertEquals(1, figures.get("same_lighting_neighbours"), 1e-9);
        assertTrue(figures.get("neighbour_preservation") < 0.3, figures::toString);
    }

    /** Light moves a picture by 0.1, evenly to both sides; a cylinder's variance is 1 and that of its heights. */
    @Test
    void lightingVarianceIsTheShareOfTheLight() {
        Map<String, Double> figures = measured(picture -> {
            float[] place = cylinder(picture);
            place[2] += picture.lighting().ordinal() % 2 == 0 ? 0.1f : -0.1f;
            return place;
        });
        double[] z = HELD_OUT.stream()
                .mapToDouble(picture -> picture.pose().elevationDegrees() / 15)
                .toArray();
        double mean = Arrays.stream(z).average().orElseThrow();
        double variance = Arrays.stream(z)
                .map(height -> (height - mean) * (height - mean))
                .average()
                .orElseThrow();
        assertEquals(0.01 / (1 + variance + 0.01), figures.get("lighting_variance"), 0.0003);
    }

    @Test
    void rSquaredIsZeroForTheMeanAndOneForALine() {
        float[][] places = {{0}, {1}, {2}, {3}};
        Regression line = Regression.fit(places, new double[] {1, 3, 5, 7});
        assertEquals(9, line.predict(new float[] {4}), 1e-9);
        assertEquals(1, line.r2(places, new double[] {1, 3, 5, 7}), 1e-12);
        Regression flat = Regression.fit(places, new double[] {1, -1, -1, 1});
        assertEquals(0, flat.r2(places, new double[] {1, -1, -1, 1}), 1e-9);
        assertTrue(line.r2(places, new double[] {7, 5, 3, 1}) < -1, "a line that is wrong is worse than the mean");
    }

    private static final List<ShiftedDigit> DIGITS = IntStream.range(0, 300)
            .mapToObj(i -> new ShiftedDigit(i / 5, Shift.values()[i % 5]))
            .toList();

    private static Map<String, Double> shifts(Function<ShiftedDigit, float[]> map) {
        float[][] places = DIGITS.stream().map(map).toArray(float[][]::new);
        return new ShiftMeasures(DIGITS).of(new Placement(places, places));
    }

    @Test
    void aMapThatFallsApartByShiftIsSeen() {
        Map<String, Double> figures =
                shifts(digit -> new float[] {digit.shift().ordinal() * 100, digit.image() * 0.01f});
        assertEquals(1, figures.get("same_shift_neighbours"), 1e-9);
        // Shifts of one digit: 100 times the mean distance of 5 places, 2; of two digits also the same place: times
        // 0.8.
        assertEquals(1 / 0.8, figures.get("translation_ratio"), 0.02);
    }

    @Test
    void aMapThatForgetsShiftsIsSeen() {
        Map<String, Double> figures =
                shifts(digit -> new float[] {digit.image(), digit.shift().ordinal() * 0.001f});
        assertTrue(figures.get("translation_ratio") < 0.001, figures::toString);
        assertEquals(0.2, figures.get("same_shift_neighbours"), 0.02);
    }

    @Test
    void aShiftMovesADigitAndLosesWhatLeaves() {
        float[] image = new float[28 * 28];
        image[28 + 3] = 0.5f; // second row, fourth column
        image[28 * 2 + 27] = 1; // third row, last column
        float[] right = Shift.RIGHT_3.apply(image);
        assertEquals(0.5f, right[28 + 6]);
        assertEquals(
                0.5f,
                IntStream.range(0, right.length).mapToDouble(i -> right[i]).sum(),
                1e-9);
        float[] left = Shift.LEFT_6.apply(image);
        assertEquals(1f, left[28 * 2 + 21]);
        assertEquals(
                1, IntStream.range(0, left.length).mapToDouble(i -> left[i]).sum(), 1e-9);
    }
}
