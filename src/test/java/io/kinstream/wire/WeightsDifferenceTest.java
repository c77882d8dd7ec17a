package io.kinstream.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WeightsDifferenceTest {
    /** w0 [2 x 3], b0 [3], w1 [3 x 1], b1 [1]. */
    private static final Architecture LAYERS = Architecture.of("2,3,1", Activation.RELU);

    private final float[] must = new float[13];
    private final float[] is = new float[13];

    @Test
    void everyPlaceIsNamedAsInAnExportedFile() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < must.length; i++) {
            names.add(WeightsDifference.name(LAYERS, i));
        }
        assertEquals(
                List.of(
                        "w0[0,0]", "w0[0,1]", "w0[0,2]", "w0[1,0]", "w0[1,1]", "w0[1,2]", "b0[0]", "b0[1]", "b0[2]",
                        "w1[0,0]", "w1[1,0]", "w1[2,0]", "b1[0]"),
                names);
    }

    @Test
    void theSameBitsAreNoDifference() {
        must[3] = Float.NaN;
        is[3] = Float.NaN;
        assertEquals(Optional.empty(), WeightsDifference.between(LAYERS, must, is));
    }

    @Test
    void bitsAreComparedNotNumbers() {
        is[7] = -0f;
        WeightsDifference found = WeightsDifference.between(LAYERS, must, is).orElseThrow();
        assertEquals(
                "b0[1] must be 0.0 (0x00000000), but was -0.0 (0x80000000)",
                found.first().toString());
        assertEquals(0, found.greatest().distance());
    }

    @Test
    void theFirstAndTheGreatestOfSeveralAreTold() {
        is[4] = 0.125f;
        must[9] = 2;
        is[9] = -1;
        is[12] = 2;
        WeightsDifference found = WeightsDifference.between(LAYERS, must, is).orElseThrow();
        assertEquals(13, found.weights());
        assertEquals(3, found.differing());
        assertEquals(
                "w0[1,1] must be 0.0 (0x00000000), but was 0.125 (0x3e000000)",
                found.first().toString());
        assertEquals("w1[0,0]", found.greatest().name());
        assertEquals(3, found.greatest().distance());
    }
}
