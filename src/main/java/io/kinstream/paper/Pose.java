package io.kinstream.paper;

import java.util.ArrayList;
import java.util.List;

/**
 * How the object is seen: the grid of the small NORB data set (LeCun, Huang, Bottou, CVPR 2004).
 *
 * @param azimuth steps of 20 degrees the turntable has turned, 0 to 17
 * @param elevation steps of 5 degrees the camera is above 30 degrees, 0 to 8
 */
record Pose(int azimuth, int elevation) {

    static final int AZIMUTHS = 18;
    static final int ELEVATIONS = 9;

    private static final double LOWEST = 30;
    private static final double STEP = 5;

    /** All 162. */
    static List<Pose> all() {
        List<Pose> all = new ArrayList<>();
        for (int azimuth = 0; azimuth < AZIMUTHS; azimuth++) {
            for (int elevation = 0; elevation < ELEVATIONS; elevation++) {
                all.add(new Pose(azimuth, elevation));
            }
        }
        return all;
    }

    /** Turned, and tilted, by at most a step; the same pose, too. The turntable has no first and no last azimuth. */
    boolean isBeside(Pose other) {
        int turned = Math.floorMod(azimuth - other.azimuth, AZIMUTHS);
        return Math.min(turned, AZIMUTHS - turned) <= 1 && Math.abs(elevation - other.elevation) <= 1;
    }

    double azimuthRadians() {
        return 2 * Math.PI * azimuth / AZIMUTHS;
    }

    double elevationDegrees() {
        return LOWEST + STEP * elevation;
    }
}
