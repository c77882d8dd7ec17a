package io.kinstream.paper;

/**
 * What a figure is held against.
 *
 * @param key of the figure
 * @param meaning in words
 * @param asked the least or the most it must be; NaN if nothing is asked
 * @param least whether it is the least
 * @param reference what plain gradient descent in memory reached with the same network, data and number of pairs
 */
record Standard(String key, String meaning, double asked, boolean least, String reference) {

    static Standard atLeast(String key, String meaning, double asked, String reference) {
        return new Standard(key, meaning, asked, true, reference);
    }

    static Standard atMost(String key, String meaning, double asked, String reference) {
        return new Standard(key, meaning, asked, false, reference);
    }

    static Standard unasked(String key, String meaning, String reference) {
        return new Standard(key, meaning, Double.NaN, true, reference);
    }

    boolean isAsked() {
        return !Double.isNaN(asked);
    }

    /** Whether a figure is as it is asked to be; if nothing is asked, any is. */
    boolean isMetBy(double figure) {
        return !isAsked() || (least ? figure >= asked : figure <= asked);
    }

    /** What is asked, in a table. */
    String bound() {
        return isAsked() ? (least ? "≥ " : "≤ ") + asked : "";
    }
}
