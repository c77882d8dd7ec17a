package io.kinstream.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A view as SVG: its points fill the picture, both directions to one scale. */
final class Drawing {

    /** No more points are drawn: more would hide each other. */
    private static final int MOST_POINTS = 1500;

    private static final double MARGIN = 0.06;

    private final int width;
    private final int height;
    private final double[][] points;
    private final double nearest;
    private final double furthest;

    Drawing(View view, int width, int height) {
        this.width = width;
        this.height = height;
        double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (double[] point : view.points()) {
            for (int d = 0; d < point.length; d++) {
                low[d] = Math.min(low[d], point[d]);
                high[d] = Math.max(high[d], point[d]);
            }
        }
        furthest = low[2];
        nearest = high[2];
        double scale = (1 - 2 * MARGIN) * Math.min(width / (high[0] - low[0]), height / (high[1] - low[1]));
        points = Arrays.stream(view.points())
                .map(point -> new double[] {
                    width / 2.0 + scale * (point[0] - (low[0] + high[0]) / 2),
                    height / 2.0 - scale * (point[1] - (low[1] + high[1]) / 2),
                    point[2]
                })
                .toArray(double[][]::new);
    }

    /** Points in colours, the furthest first; near ones are a little larger. */
    String points(Colouring colouring, String label) {
        StringBuilder svg = open(label);
        order().limit(MOST_POINTS)
                .forEach(i -> svg.append(String.format(
                        Locale.ROOT,
                        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>",
                        colouring.styles().get(i),
                        points[i][0],
                        points[i][1],
                        2.2 + 1.2 * nearness(i))));
        return svg.append("</svg>\n").toString();
    }

    /** Pictures in the place of points, as many as do not hide each other. */
    String pictures(IntFunction<Grey> pictures, int size, String label) {
        StringBuilder svg = open(label);
        List<double[]> taken = new ArrayList<>();
        IntStream.range(0, points.length).forEach(i -> {
            double[] point = points[i];
            boolean free = taken.stream()
                    .noneMatch(other -> Math.abs(other[0] - point[0]) < size && Math.abs(other[1] - point[1]) < size);
            if (free) {
                taken.add(point);
                Grey picture = pictures.apply(i);
                svg.append(String.format(
                        Locale.ROOT,
                        "<image class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" href=\"%s\"/>",
                        picture.ink() ? "ink" : "photo",
                        point[0] - size / 2.0,
                        point[1] - size / 2.0,
                        size,
                        size,
                        picture.address()));
            }
        });
        return svg.append("</svg>\n").toString();
    }

    private StringBuilder open(String label) {
        return new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                width,
                height,
                Markup.escaped(label)));
    }

    private Stream<Integer> order() {
        return IntStream.range(0, points.length).boxed().sorted(Comparator.comparingDouble(i -> points[i][2]));
    }

    private double nearness(int i) {
        return nearest > furthest ? (points[i][2] - furthest) / (nearest - furthest) : 0.3;
    }
}
