package io.kinstream.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kinstream.nn.Pca;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FewItemsPcaTest {

    @Test
    void theComponentsAreThoseOfTheCovariance() {
        SplittableRandom random = new SplittableRandom(1);
        float[][] items = IntStream.range(0, 30)
                .mapToObj(i -> {
                    float[] item = new float[50];
                    for (int d = 0; d < item.length; d++) {
                        item[d] = (float) (random.nextDouble() * (d < 3 ? 10 * (d + 1) : 1));
                    }
                    return item;
                })
                .toArray(float[][]::new);
        float[][] newcomer = {new float[50]};
        float[] expected = Pca.fit(items, 3).project(newcomer[0]);
        float[] found = FewItemsPca.fit(items, 3).project(newcomer)[0];
        for (int k = 0; k < 3; k++) {
            assertEquals(Math.abs(expected[k]), Math.abs(found[k]), 1e-3, "component " + k);
        }
    }
}
