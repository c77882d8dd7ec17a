package io.kinstream.paper;

/**
 * A picture to be shown.
 *
 * @param side pixels along each side
 * @param pixels [side x side], row by row from the top, each in [0, 1]
 */
record Grey(int side, float[] pixels) {}
