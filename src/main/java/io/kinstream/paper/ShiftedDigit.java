package io.kinstream.paper;

/**
 * One of the pictures of a digit.
 *
 * @param image which digit, by its position
 */
record ShiftedDigit(int image, Shift shift) {}
