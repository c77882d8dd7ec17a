package io.kinstream.paper;

/** How far a digit is moved to the right. */
enum Shift {
    LEFT_6(-6),
    LEFT_3(-3),
    NONE(0),
    RIGHT_3(3),
    RIGHT_6(6);

    /** Pixels along each side of a digit. */
    private static final int SIDE = 28;

    private final int pixels;

    Shift(int pixels) {
        this.pixels = pixels;
    }

    int pixels() {
        return pixels;
    }

    /** What leaves the picture is lost, what enters is black. */
    float[] apply(float[] image) {
        float[] shifted = new float[image.length];
        for (int i = 0; i < image.length; i++) {
            int column = i % SIDE + pixels;
            if (column >= 0 && column < SIDE) {
                shifted[i + pixels] = image[i];
            }
        }
        return shifted;
    }
}
