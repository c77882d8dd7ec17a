package io.kinstream.paper;

/** What is behind the object. */
public enum Background {
    /** Black: the light shows on the object alone. */
    EASY(0),
    /** The turntable, lit by the same lamps: most of what differs between two images is the light. */
    HARD(0.6);

    private final double albedo;

    Background(double albedo) {
        this.albedo = albedo;
    }

    double shade(Lighting lighting) {
        return albedo == 0 ? 0 : lighting.shade(1, new Vector(0, 0, 1)) * albedo;
    }
}
