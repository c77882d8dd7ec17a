package io.kinstream.paper;

/**
 * A part of the object, with axes along those of space.
 *
 * @param albedo which share of the light it gives back
 */
record Ellipsoid(Vector centre, Vector radii, double albedo) {

    /**
     * How far along a ray it is entered, in multiples of {@code direction}; infinite if it is missed.
     *
     * @param origin outside, in front of it
     */
    double entry(Vector origin, Vector direction) {
        Vector start = origin.minus(centre).over(radii);
        Vector step = direction.over(radii);
        double a = step.dot(step);
        double b = start.dot(step);
        double discriminant = b * b - a * (start.dot(start) - 1);
        return discriminant > 0 ? (-b - Math.sqrt(discriminant)) / a : Double.POSITIVE_INFINITY;
    }

    /** The direction away from it at a point of its surface. */
    Vector normal(Vector point) {
        return point.minus(centre).over(radii).over(radii).normalised();
    }
}
