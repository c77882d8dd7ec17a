package io.kinstream.paper;

/** A point or a direction in space. */
record Vector(double x, double y, double z) {

    Vector plus(Vector other) {
        return new Vector(x + other.x, y + other.y, z + other.z);
    }

    Vector minus(Vector other) {
        return plus(other.times(-1));
    }

    Vector times(double factor) {
        return new Vector(x * factor, y * factor, z * factor);
    }

    /** Coordinate by coordinate: makes an ellipsoid with these radii the unit sphere. */
    Vector over(Vector radii) {
        return new Vector(x / radii.x, y / radii.y, z / radii.z);
    }

    double dot(Vector other) {
        return x * other.x + y * other.y + z * other.z;
    }

    Vector normalised() {
        return times(1 / Math.sqrt(dot(this)));
    }

    /** Turned about the z-axis, against the clock as seen from above. */
    Vector turned(double radians) {
        double cos = Math.cos(radians);
        double sin = Math.sin(radians);
        return new Vector(cos * x - sin * y, sin * x + cos * y, z);
    }
}
