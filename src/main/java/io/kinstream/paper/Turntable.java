package io.kinstream.paper;

import java.util.List;

/**
 * Takes pictures of an aeroplane on a turntable: six ellipsoids, an orthographic camera, matt surfaces. A pod under one
 * wing tells left from right; without it, half of all poses would look as if mirrored.
 */
final class Turntable {

    /** Pixels along each side of a picture. */
    static final int SIDE = 48;

    private static final double HALF_WIDTH = 1.15;
    /** Further away than any part is from the middle. */
    private static final double DISTANCE = 4;

    /** Nose along x, left wing along y. */
    private static final List<Ellipsoid> AEROPLANE = List.of(
            part(0, 0, 0, 1, 0.17, 0.17, 0.80), // fuselage
            part(0.10, 0, 0.02, 0.24, 1, 0.05, 0.65), // wing
            part(-0.82, 0, 0.06, 0.13, 0.38, 0.04, 0.65), // tailplane
            part(-0.85, 0, 0.24, 0.14, 0.035, 0.26, 0.95), // fin
            part(0.55, 0, 0.12, 0.22, 0.11, 0.12, 0.25), // canopy
            part(0.18, 0.62, -0.10, 0.26, 0.09, 0.09, 1)); // pod

    private final List<Ellipsoid> parts;
    private final Background background;

    /** With the aeroplane on it. */
    Turntable(Background background) {
        this(AEROPLANE, background);
    }

    Turntable(List<Ellipsoid> parts, Background background) {
        this.parts = parts;
        this.background = background;
    }

    private static Ellipsoid part(
            double x, double y, double z, double length, double width, double height, double albedo) {
        return new Ellipsoid(new Vector(x, y, z), new Vector(length, width, height), albedo);
    }

    /** @return [SIDE x SIDE], row by row from the top, each in [0, 1] */
    float[] picture(Pose pose, Lighting lighting) {
        double tilt = Math.toRadians(pose.elevationDegrees());
        Vector forward = new Vector(0, Math.cos(tilt), -Math.sin(tilt));
        Vector up = new Vector(0, Math.sin(tilt), Math.cos(tilt));
        float[] pixels = new float[SIDE * SIDE];
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                Vector origin = new Vector(across(column), 0, 0)
                        .plus(up.times(-across(row)))
                        .minus(forward.times(DISTANCE));
                pixels[row * SIDE + column] = (float) brightness(origin, forward, pose.azimuthRadians(), lighting);
            }
        }
        return pixels;
    }

    private static double across(int pixel) {
        return HALF_WIDTH * ((2 * pixel + 1.0) / SIDE - 1);
    }

    /** Instead of the object the ray is turned, the other way round; the light stays in the room. */
    private double brightness(Vector origin, Vector direction, double azimuth, Lighting lighting) {
        Vector start = origin.turned(-azimuth);
        Vector step = direction.turned(-azimuth);
        double nearest = Double.POSITIVE_INFINITY;
        Ellipsoid seen = null;
        for (Ellipsoid part : parts) {
            double entry = part.entry(start, step);
            if (entry < nearest) {
                nearest = entry;
                seen = part;
            }
        }
        if (seen == null) {
            return background.shade(lighting);
        }
        Vector normal = seen.normal(start.plus(step.times(nearest))).turned(azimuth);
        return lighting.shade(seen.albedo(), normal);
    }
}
