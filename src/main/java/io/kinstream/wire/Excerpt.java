package io.kinstream.wire;

/** Values of users as they are shown in messages: short and on one line. */
final class Excerpt {
    private static final int LONGEST = 80;

    private Excerpt() {}

    /** The text, cut, without control characters. */
    static String of(String text) {
        String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return start.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    }

    /** The text in quotation marks, cut. */
    static String quoted(String text) {
        return '"' + of(text) + '"';
    }
}
