package io.kinstream.page;

import io.kinstream.nn.Distance;
import io.kinstream.nn.Procrustes;
import io.kinstream.page.PageSource.Item;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.ModelManifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The sampled items where the model puts them, on a plane. Each map is turned to lie as close as can be on the one
 * before, so that what moves is what the model moved. Not thread-safe.
 */
final class SpaceMap {

    private static final int NEIGHBOURS = 5;

    /**
     * A map.
     *
     * @param dimensions of the space
     * @param explained share of the variance that lies in the plane
     */
    record View(String modelId, long modelVersion, int dimensions, Double explained, List<Dot> items) {}

    /**
     * An item on the map.
     *
     * @param category what it is, null if that is not known
     * @param near its nearest neighbours, by their place in the list, nearest first
     * @param distances of these, in all dimensions
     */
    record Dot(String id, String category, Double x, Double y, int[] near, List<Double> distances) {}

    private final ItemGuide guide;
    private Map<String, float[]> before = Map.of();

    SpaceMap(ItemGuide guide) {
        this.guide = guide;
    }

    View draw(PageSource.Space space, List<Item> sample) {
        List<String> ids = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        for (Item item : sample) {
            try {
                vectors.add(space.embed(item.features()));
                ids.add(item.id());
            } catch (BadEventException unusable) {
                continue; // on the topic it has no embedding either
            }
        }
        ModelManifest model = space.manifest();
        float[][] rows = vectors.toArray(float[][]::new);
        Distance distance = model.loss().distance();
        Plane plane = Plane.of(Stream.of(rows).map(distance::seen).toArray(float[][]::new));
        float[][] points = plane.turns() ? turned(ids, plane.points()) : plane.points();
        return new View(
                model.modelId(),
                model.modelVersion(),
                model.architecture().outputs(),
                Numbers.brief(plane.explained()),
                dots(ids, points, rows, distance));
    }

    private float[][] turned(List<String> ids, float[][] points) {
        int[] known = IntStream.range(0, points.length)
                .filter(i -> before.containsKey(ids.get(i)))
                .toArray();
        Procrustes turn = Procrustes.align(pick(known, i -> points[i]), pick(known, i -> before.get(ids.get(i))));
        float[][] turned = Stream.of(points).map(turn::apply).toArray(float[][]::new);
        Map<String, float[]> now = new HashMap<>();
        for (int i = 0; i < turned.length; i++) {
            now.put(ids.get(i), turned[i]);
        }
        before = now;
        return turned;
    }

    private static float[][] pick(int[] chosen, IntFunction<float[]> point) {
        return IntStream.of(chosen).mapToObj(point).toArray(float[][]::new);
    }

    private List<Dot> dots(List<String> ids, float[][] points, float[][] vectors, Distance distance) {
        List<Dot> dots = new ArrayList<>();
        for (int i = 0; i < points.length; i++) {
            Neighbours near = Neighbours.of(distance, vectors, i, NEIGHBOURS);
            dots.add(new Dot(
                    ids.get(i),
                    guide.category(ids.get(i)).orElse(null),
                    Numbers.brief(points[i][0]),
                    Numbers.brief(points[i][1]),
                    near.items(),
                    Numbers.brief(near.distances())));
        }
        return dots;
    }
}
