package io.kinstream.nn;

/**
 * Turns, and if need be mirrors, points of the plane so that they lie as close as can be to where they were (orthogonal
 * Procrustes): principal components have no sign, and may change places, from one fit to the next.
 */
public final class Procrustes {
    // Minimise sum |R y_i - x_i|^2 over orthogonal R, which is to maximise tr(R' M) with M = sum x_i y_i' [1]. In the
    // plane R is a rotation [c -s; s c] or a reflection [c s; s -c], with
    //
    //   tr(R' M) = c (M00 + M11) + s (M10 - M01)      or      c (M00 - M11) + s (M10 + M01)
    //
    // so the best of each kind points along the vector of its two brackets, and the longer vector wins.
    //
    // [1] Schoenemann: A generalized solution of the orthogonal Procrustes problem. Psychometrika 31 (1966)

    private final double c;
    private final double s;
    private final boolean mirrored;

    private Procrustes(double c, double s, boolean mirrored) {
        this.c = c;
        this.s = s;
        this.mirrored = mirrored;
    }

    /**
     * The turn that takes points closest to where they were. Both sets are measured from their own means.
     *
     * @param points [points x 2]
     * @param before [points x 2], where each was
     */
    public static Procrustes align(float[][] points, float[][] before) {
        double[] y = mean(points);
        double[] x = mean(before);
        double[][] m = new double[2][2];
        for (int i = 0; i < points.length; i++) {
            for (int row = 0; row < 2; row++) {
                for (int column = 0; column < 2; column++) {
                    m[row][column] += (before[i][row] - x[row]) * (points[i][column] - y[column]);
                }
            }
        }
        double turnedC = m[0][0] + m[1][1];
        double turnedS = m[1][0] - m[0][1];
        double mirroredC = m[0][0] - m[1][1];
        double mirroredS = m[1][0] + m[0][1];
        return Math.hypot(mirroredC, mirroredS) > Math.hypot(turnedC, turnedS)
                ? along(mirroredC, mirroredS, true)
                : along(turnedC, turnedS, false);
    }

    /**
     * The point after the turn about the origin.
     *
     * @param point [2]
     */
    public float[] apply(float[] point) {
        double second = mirrored ? -point[1] : point[1];
        return new float[] {(float) (c * point[0] - s * second), (float) (s * point[0] + c * second)};
    }

    private static Procrustes along(double c, double s, boolean mirrored) {
        double length = Math.hypot(c, s);
        return length > 0 ? new Procrustes(c / length, s / length, mirrored) : new Procrustes(1, 0, mirrored);
    }

    private static double[] mean(float[][] points) {
        double[] mean = new double[2];
        for (float[] point : points) {
            mean[0] += point[0] / (double) points.length;
            mean[1] += point[1] / (double) points.length;
        }
        return mean;
    }
}
