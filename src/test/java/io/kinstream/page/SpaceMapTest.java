package io.kinstream.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.learn.Calibration;
import io.kinstream.learn.Quality;
import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Distance;
import io.kinstream.nn.Features;
import io.kinstream.nn.LossForm;
import io.kinstream.page.PageSource.Item;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.Reason;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpaceMapTest {

    private final SpaceMap map = new SpaceMap(ItemGuide.NONE);
    private final List<Item> items = items(40);

    /** The whole space turned by a quarter, and two of its axes exchanged: on the map nothing has moved. */
    @Test
    void whatTheModelDidNotMoveStaysWhereItWas() {
        SpaceMap.View before = map.draw(space(x -> new float[] {3 * x[0], 2.9f * x[1], x[2]}), items);
        SpaceMap.View after = map.draw(space(x -> new float[] {-2.9f * x[1], x[2], -3 * x[0]}), items);

        for (int i = 0; i < items.size(); i++) {
            assertEquals(before.items().get(i).x(), after.items().get(i).x(), 2e-3);
            assertEquals(before.items().get(i).y(), after.items().get(i).y(), 2e-3);
        }
        assertEquals(3, after.dimensions());
    }

    @Test
    void aSpaceOfTwoDimensionsIsDrawnAsItIs() {
        SpaceMap.View view = map.draw(space(x -> new float[] {x[0], x[1]}), items);
        Item item = items.get(7);
        float[] vector = ((Features.Dense) item.features()).values();
        assertEquals(vector[0], view.items().get(7).x(), 1e-4);
        assertEquals(vector[1], view.items().get(7).y(), 1e-4);
        assertEquals(1, view.explained());
    }

    @Test
    void ofManyDimensionsTheWidestTwoAreFound() {
        SpaceMap.View view = map.draw(
                space(x -> {
                    float[] wide = new float[1000];
                    wide[700] = 5 * x[0];
                    wide[900] = 4 * x[1];
                    wide[3] = 0.01f * x[2];
                    return wide;
                }),
                items);
        assertEquals(1, view.explained(), 1e-4);
    }

    @Test
    void anItemWithoutAnEmbeddingIsLeftOut() {
        PageSource.Space space = space(x -> x);
        SpaceMap.View view = map.draw(
                new PageSource.Space() {
                    @Override
                    public ModelManifest manifest() {
                        return space.manifest();
                    }

                    @Override
                    public float[] embed(Features features) throws BadEventException {
                        if (features == items.get(0).features()) {
                            throw new BadEventException(Reason.NOT_FINITE, "too large");
                        }
                        return space.embed(features);
                    }
                },
                items);
        assertEquals(items.size() - 1, view.items().size());
        assertEquals("item-1", view.items().get(0).id());
    }

    @Test
    void fewItemsAreDrawnToo() {
        assertEquals(0, map.draw(space(x -> x), List.of()).items().size());
        SpaceMap.Dot only = map.draw(space(x -> x), items(1)).items().get(0);
        assertEquals(0, only.near().length);
        assertNull(only.category());
    }

    private static List<Item> items(int count) {
        SplittableRandom random = new SplittableRandom(3);
        return IntStream.range(0, count)
                .mapToObj(i -> new Item("item-" + i, new Features.Dense(new float[] {
                    (float) random.nextDouble(), (float) random.nextDouble(), (float) random.nextDouble()
                })))
                .toList();
    }

    /** Two directions, at three lengths each: where only directions count these are two places. */
    @Test
    void theMapShowsWhatTheDistanceOfTheLossSees() {
        List<Item> items = IntStream.range(0, 6)
                .mapToObj(i -> new Item("item-" + i, new Features.Dense(new float[] {i % 2, i / 2 + 1, 0})))
                .toList();
        UnaryOperator<float[]> map = x -> new float[] {x[1] * (1 - 2 * x[0]), x[1], 0.5f * x[1]};
        List<SpaceMap.Dot> dots = new SpaceMap(ItemGuide.NONE)
                .draw(space(map, Distance.COSINE), items)
                .items();
        assertEquals(dots.get(0).x(), dots.get(4).x(), 1e-4);
        assertEquals(0, dots.get(0).distances().get(0), 1e-6);
        assertEquals(0, dots.get(0).distances().get(1), 1e-6);
        assertTrue(dots.get(0).distances().get(2) > 0.1);
    }

    private static PageSource.Space space(UnaryOperator<float[]> map) {
        return space(map, Distance.EUCLIDEAN);
    }

    private static PageSource.Space space(UnaryOperator<float[]> map, Distance distance) {
        int outputs = map.apply(new float[3]).length;
        Quality quality = new Quality(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        ModelManifest manifest = new ModelManifest(
                "m",
                1,
                OptionalLong.empty(),
                Architecture.of("3," + outputs, Activation.RELU),
                1,
                new ContrastiveLoss(LossForm.DRLIM, distance, 0, 1),
                1,
                quality,
                Calibration.UNKNOWN,
                1,
                "0".repeat(64),
                0);
        return new PageSource.Space() {
            @Override
            public ModelManifest manifest() {
                return manifest;
            }

            @Override
            public float[] embed(Features features) {
                return map.apply(((Features.Dense) features).values());
            }
        };
    }
}
