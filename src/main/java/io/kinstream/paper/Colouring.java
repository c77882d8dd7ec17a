package io.kinstream.paper;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How points are coloured.
 *
 * @param title what the colours tell
 * @param styles class of each point's colour on the page
 * @param legend a class and a name for each colour
 */
record Colouring(String title, List<String> styles, List<Entry> legend) {

    /** Colours of a scale. */
    private static final int SCALE = 9;

    /** A colour and what it stands for. */
    record Entry(String style, String name) {}

    /** Kinds without an order. */
    static Colouring kinds(String title, List<Integer> kinds, List<String> names) {
        return of(title, "k", kinds, names);
    }

    /** Steps of a scale, from one end to the other; up to nine. */
    static Colouring along(String title, List<Integer> steps, List<String> names) {
        int last = Math.max(1, names.size() - 1);
        return new Colouring(
                title,
                steps.stream().map(step -> "o" + step * (SCALE - 1) / last).toList(),
                IntStream.range(0, names.size())
                        .mapToObj(i -> new Entry("o" + i * (SCALE - 1) / last, names.get(i)))
                        .toList());
    }

    /** Steps of a circle; every third of them is in the legend. */
    static Colouring around(String title, List<Integer> steps, List<String> names) {
        Colouring all = of(title, "a", steps, names);
        List<Entry> some = IntStream.range(0, names.size())
                .filter(i -> i % 3 == 0)
                .mapToObj(all.legend()::get)
                .toList();
        return new Colouring(title, all.styles(), some);
    }

    private static Colouring of(String title, String prefix, List<Integer> values, List<String> names) {
        return new Colouring(
                title,
                values.stream().map(value -> prefix + value).toList(),
                IntStream.range(0, names.size())
                        .mapToObj(i -> new Entry(prefix + i, names.get(i)))
                        .toList());
    }
}
