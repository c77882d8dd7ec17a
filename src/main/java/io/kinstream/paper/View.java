package io.kinstream.paper;

import java.util.Arrays;

/**
 * Where points are seen.
 *
 * @param points for each one how far to the right, how far up, and how near; in units of the map
 */
record View(double[][] points) {

    /** From how far above the cylinder is looked at. */
    private static final double TILT = Math.toRadians(28);

    /** A map of two dimensions, as it is. */
    static View flat(float[][] places) {
        return new View(Arrays.stream(places)
                .map(place -> new double[] {place[0], place[1], 0})
                .toArray(double[][]::new));
    }

    /**
     * A map of three dimensions, from obliquely above.
     *
     * @param upright the direction that is to be up; if it has no length, the third
     */
    static View oblique(float[][] places, double[] upright) {
        double[] up = length(upright) > 0 ? unit(upright) : new double[] {0, 0, 1};
        double[] right = unit(cross(up, leastAlong(up)));
        double[] back = cross(up, right);
        return new View(Arrays.stream(places)
                .map(place -> {
                    double depth = along(place, back);
                    double height = along(place, up);
                    return new double[] {
                        along(place, right),
                        height * Math.cos(TILT) + depth * Math.sin(TILT),
                        height * Math.sin(TILT) - depth * Math.cos(TILT)
                    };
                })
                .toArray(double[][]::new));
    }

    /** The axis that is most nearly at a right angle to a direction. */
    private static double[] leastAlong(double[] direction) {
        int least = 0;
        for (int d = 1; d < 3; d++) {
            least = Math.abs(direction[d]) < Math.abs(direction[least]) ? d : least;
        }
        double[] axis = new double[3];
        axis[least] = 1;
        return axis;
    }

    private static double[] cross(double[] a, double[] b) {
        return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }

    private static double[] unit(double[] direction) {
        double length = length(direction);
        return Arrays.stream(direction).map(value -> value / length).toArray();
    }

    private static double length(double[] direction) {
        return Math.sqrt(Arrays.stream(direction).map(value -> value * value).sum());
    }

    private static double along(float[] place, double[] direction) {
        return place[0] * direction[0] + place[1] * direction[1] + place[2] * direction[2];
    }
}
