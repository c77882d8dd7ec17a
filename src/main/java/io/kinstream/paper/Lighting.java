package io.kinstream.paper;

import java.util.List;
import java.util.stream.Stream;

/** Which of the four lamps are on; they stay where they are while the object turns. */
enum Lighting {
    RIGHT(Lamp.RIGHT),
    LEFT(Lamp.LEFT),
    BACK(Lamp.BACK),
    SIDES(Lamp.RIGHT, Lamp.LEFT),
    BACK_AND_FRONT(Lamp.BACK, Lamp.FRONT),
    ALL(Lamp.values());

    private static final double AMBIENT = 0.15;
    private static final double DIFFUSE = 0.9;

    private final List<Vector> lamps;

    Lighting(Lamp... lamps) {
        this.lamps = Stream.of(lamps).map(lamp -> lamp.towards).toList();
    }

    /** How bright a surface is, in [0, 1]; of several lamps each is a little dimmer, and nothing throws a shadow. */
    double shade(double albedo, Vector normal) {
        double light = 0;
        for (Vector lamp : lamps) {
            light += Math.max(0, normal.dot(lamp));
        }
        return Math.min(1, albedo * (AMBIENT + DIFFUSE * light / Math.sqrt(lamps.size())));
    }

    private enum Lamp {
        RIGHT(new Vector(1, 0, 1)),
        LEFT(new Vector(-1, 0.3, 1)),
        BACK(new Vector(0, 1, 1)),
        FRONT(new Vector(0, -1, 1));

        private final Vector towards;

        Lamp(Vector towards) {
            this.towards = towards.normalised();
        }
    }
}
