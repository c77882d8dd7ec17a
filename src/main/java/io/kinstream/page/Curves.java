package io.kinstream.page;

import io.kinstream.learn.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How quality came about, over pairs learned: a bounded number of points, evenly thinned as they grow more. It begins
 * with what the published versions say of the time before this process. Not thread-safe.
 */
final class Curves {

    /** Even, so that of one more the first and the last are kept when every second one is. */
    static final int MOST = 600;

    /**
     * What was measured after so many pairs.
     *
     * @param published whether a version was published here, or since the point before
     */
    record Point(long pairs, Quality quality, boolean published) {
        private Point published(boolean also) {
            return new Point(pairs, quality, published || also);
        }
    }

    /** The points as columns of equal length; figures that were not known are null. */
    record Columns(
            List<Long> pairs,
            List<Double> similarLoss,
            List<Double> dissimilarLoss,
            List<Double> auc,
            List<Double> equalErrorRate,
            List<Double> accuracy,
            List<Boolean> published) {}

    private List<Point> points = new ArrayList<>();
    private Point newest;
    private int stride = 1;
    private int since;

    /** The next point. Fewer pairs than before mean another model, or that a crash undid the last of them. */
    void add(Point point) {
        if (newest != null && point.pairs() < newest.pairs()) {
            points.removeIf(old -> old.pairs() >= point.pairs());
            newest = null;
        }
        if (newest != null && point.pairs() == newest.pairs()) {
            newest = point.published(newest.published());
            return;
        }
        if (newest != null && ++since >= stride) {
            points.add(newest);
            since = 0;
            newest = point;
        } else {
            newest = point.published(newest != null && newest.published());
        }
        if (points.size() > MOST) {
            points = thinned(points);
            stride *= 2;
        }
    }

    /** What was before all that is here, oldest first. */
    void before(List<Point> earlier) {
        long first = points.isEmpty()
                ? newest == null ? Long.MAX_VALUE : newest.pairs()
                : points.get(0).pairs();
        List<Point> all = new ArrayList<>(earlier);
        all.removeIf(point -> point.pairs() >= first);
        all.addAll(points);
        points = all;
        while (points.size() > MOST) {
            points = thinned(points);
        }
    }

    Columns columns() {
        List<Point> all = new ArrayList<>(points);
        if (newest != null) {
            all.add(newest);
        }
        return new Columns(
                all.stream().map(Point::pairs).toList(),
                column(all, Quality::similarLoss),
                column(all, Quality::dissimilarLoss),
                column(all, Quality::auc),
                column(all, Quality::equalErrorRate),
                column(all, Quality::accuracy),
                all.stream().map(Point::published).toList());
    }

    private static List<Double> column(List<Point> points, ToDoubleFunction<Quality> figure) {
        List<Double> column = new ArrayList<>();
        points.forEach(point -> column.add(Numbers.brief(figure.applyAsDouble(point.quality()))));
        return column;
    }

    /** Every second point, from the first; what was published at the others is said at the next. */
    private static List<Point> thinned(List<Point> points) {
        List<Point> half = new ArrayList<>();
        for (int i = 0; i < points.size(); i += 2) {
            half.add(points.get(i).published(i > 0 && points.get(i - 1).published()));
        }
        return half;
    }
}
