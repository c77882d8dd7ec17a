package io.kinstream.paper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TurntableTest {

    private static final int SIDE = Turntable.SIDE;
    private static final double PIXEL = 2.3 / SIDE;
    private static final Vector MIDDLE = new Vector(0, 0, 0);
    private static final Pose FRONT = new Pose(0, 0);

    private static float[] ball(double radius, Background background, Lighting lighting) {
        Ellipsoid ball = new Ellipsoid(MIDDLE, new Vector(radius, radius, radius), 1);
        return new Turntable(List.of(ball), background).picture(FRONT, lighting);
    }

    @Test
    void aBallCoversTheAreaOfItsCircle() {
        int lit = 0;
        for (float pixel : ball(0.8, Background.EASY, Lighting.ALL)) {
            lit += pixel > 0 ? 1 : 0;
        }
        assertEquals(Math.PI * 0.8 * 0.8, lit * PIXEL * PIXEL, 0.02);
    }

    /** Every point of a ball is lit by Lambert's law: 0.15 + 0.9 max(0, n·l), here with n known from where it is. */
    @Test
    void aMattBallIsAsBrightAsItsNormalSays() {
        double radius = 0.8;
        float[] picture = ball(radius, Background.EASY, Lighting.RIGHT);
        Vector lamp = new Vector(1, 0, 1).times(Math.sqrt(0.5));
        double tilt = Math.toRadians(30);
        for (int[] place : new int[][] {{24, 24}, {20, 30}, {30, 12}, {36, 24}}) {
            double right = (place[1] + 0.5) * PIXEL - 1.15;
            double up = 1.15 - (place[0] + 0.5) * PIXEL;
            double near = Math.sqrt(radius * radius - right * right - up * up);
            // The camera looks along (0, cos, -sin); up is (0, sin, cos).
            Vector normal = new Vector(
                            right,
                            up * Math.sin(tilt) - near * Math.cos(tilt),
                            up * Math.cos(tilt) + near * Math.sin(tilt))
                    .times(1 / radius);
            double bright = Math.min(1, 0.15 + 0.9 * Math.max(0, normal.dot(lamp)));
            assertEquals(bright, picture[place[0] * SIDE + place[1]], 1e-6, place[0] + ", " + place[1]);
        }
    }

    /** A lamp from the right at 45 degrees on a plane: 0.15 + 0.9 cos 45°, times the plane's albedo. */
    @Test
    void theHardBackgroundIsALitPlane() {
        double plane = 0.6 * (0.15 + 0.9 * Math.sqrt(0.5));
        assertEquals(plane, ball(0.5, Background.HARD, Lighting.RIGHT)[0], 1e-6);
        assertEquals(0, ball(0.5, Background.EASY, Lighting.RIGHT)[0]);
    }

    /** On (x/2)² + y² + z² = 1 the gradient, (x/2, 2y, 2z), is at a right angle to the surface. */
    @Test
    void aLongPartTurnsItsSidesToTheSide() {
        Ellipsoid part = new Ellipsoid(new Vector(1, 0, 0), new Vector(2, 1, 1), 1);
        double x = Math.sqrt(2);
        double z = Math.sqrt(0.5);
        Vector normal = part.normal(new Vector(1 + x, 0, z));
        double length = Math.sqrt(x * x / 4 + 4 * z * z);
        assertEquals(x / 2 / length, normal.x(), 1e-12);
        assertEquals(0, normal.y(), 1e-12);
        assertEquals(2 * z / length, normal.z(), 1e-12);
        assertEquals(3, part.entry(new Vector(1, 0, 4), new Vector(0, 0, -1)), 1e-12);
        assertEquals(Double.POSITIVE_INFINITY, part.entry(new Vector(4, 0, 4), new Vector(0, 0, -1)));
    }

    /** Back and front lamp at 45 degrees on a plane: 0.15 + 0.9 · 2 cos 45° / √2 = 1.05, of which a surface gives back its share. */
    @Test
    void ofSeveralLampsEachIsDimmer() {
        assertEquals(0.5 * 1.05, Lighting.BACK_AND_FRONT.shade(0.5, new Vector(0, 0, 1)), 1e-12);
        assertEquals(1, Lighting.BACK_AND_FRONT.shade(1, new Vector(0, 0, 1)), "no brighter than white");
    }

    @Test
    void theNearerOfTwoPartsIsSeen() {
        Ellipsoid near = new Ellipsoid(new Vector(0, -0.6, 0), new Vector(0.4, 0.1, 1), 1);
        Ellipsoid far = new Ellipsoid(new Vector(0, 0.6, 0), new Vector(0.4, 0.1, 1), 0.1);
        Turntable both = new Turntable(List.of(far, near), Background.EASY);
        Turntable alone = new Turntable(List.of(near), Background.EASY);
        int middle = SIDE / 2 * SIDE + SIDE / 2;
        assertEquals(alone.picture(FRONT, Lighting.ALL)[middle], both.picture(FRONT, Lighting.ALL)[middle]);
        Pose turned = new Pose(Pose.AZIMUTHS / 2, 0);
        assertTrue(both.picture(turned, Lighting.ALL)[middle] < 0.2);
    }

    /** Without the pod a view from the left would be the mirror image of one from the right under light from behind. */
    @Test
    void thePodTellsLeftFromRight() {
        Turntable turntable = new Turntable(Background.EASY);
        float[] one = turntable.picture(new Pose(3, 0), Lighting.BACK);
        float[] other = turntable.picture(new Pose(9 - 3, 0), Lighting.BACK);
        double most = 0;
        for (int i = 0; i < one.length; i++) {
            int mirrored = i - i % SIDE + SIDE - 1 - i % SIDE;
            most = Math.max(most, Math.abs(one[i] - other[mirrored]));
        }
        assertTrue(most > 0.2, "the largest difference was " + most);
    }

    @ParameterizedTest
    @EnumSource(Background.class)
    void aPictureIsTheSameEveryTime(Background background) {
        Pose pose = new Pose(7, 4);
        assertArrayEquals(
                new Turntable(background).picture(pose, Lighting.SIDES),
                new Turntable(background).picture(pose, Lighting.SIDES));
        for (float pixel : new Turntable(background).picture(pose, Lighting.SIDES)) {
            assertTrue(pixel >= 0 && pixel <= 1, "pixel " + pixel);
        }
    }

    @Test
    void thereAreAsManyNeighboursAsTheGridHas() {
        Pose inside = new Pose(17, 4);
        Pose edge = new Pose(0, 8);
        assertEquals(9, Pose.all().stream().filter(inside::isBeside).count());
        assertEquals(6, Pose.all().stream().filter(edge::isBeside).count());
        assertTrue(inside.isBeside(new Pose(0, 5)), "the turntable goes round");
    }
}
