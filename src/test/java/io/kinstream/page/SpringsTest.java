package io.kinstream.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.kinstream.learn.PrequentialState;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Distance;
import io.kinstream.nn.LossForm;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SpringsTest {

    /** Margin 1, so the axis ends at 1.5 and a bin is 1.5 / 48 = 1/32 wide. */
    @Test
    void pairsAreCountedByKindAndDistance() {
        Springs springs = Springs.of(
                window(new float[] {0, 0.04f, 0.5f, 0.05f, 1.49f}, true, true, true, false, false),
                ContrastiveLoss.drlim(1),
                0.3);

        assertEquals(1.5, springs.end());
        assertEquals(1, springs.similar()[0]);
        assertEquals(1, springs.similar()[1]);
        assertEquals(1, springs.similar()[16]);
        assertEquals(3, Arrays.stream(springs.similar()).sum());
        assertEquals(1, springs.dissimilar()[1]);
        assertEquals(1, springs.dissimilar()[47]);
        assertEquals(2, Arrays.stream(springs.dissimilar()).sum());
        assertEquals(0.3, springs.threshold());
    }

    /** Similar pairs pull with their distances, 0.2 + 0.6; dissimilar ones push with 1 - 0.25; beyond the margin with 0. */
    @Test
    void forcesAreThoseOfTheLoss() {
        Springs springs = Springs.of(
                window(new float[] {0.2f, 0.6f, 0.25f, 1.25f}, true, true, false, false),
                ContrastiveLoss.drlim(1),
                Double.NaN);
        assertEquals(0.8, springs.pull(), 1e-6);
        assertEquals(0.75, springs.push(), 1e-6);
        assertNull(springs.threshold());
    }

    /** At the bins' edges, so that the page needs to know no formula: 1/2 0.5^2 and 0.5 at 0.5, nothing at the margin. */
    @Test
    void whatADistanceCostsIsToldByTheLossOfTheJob() {
        PrequentialState window = window(new float[] {0.5f, 0.2f}, true, false);
        Springs drlim = Springs.of(window, ContrastiveLoss.drlim(1), 0.3);
        assertEquals(49, drlim.similarLoss().size());
        assertEquals(0.125, drlim.similarLoss().get(16), 1e-6);
        assertEquals(0.5, drlim.dissimilarLoss().get(0), 1e-6);
        assertEquals(0, drlim.dissimilarLoss().get(32), 1e-6);
        ContrastiveLoss linear = new ContrastiveLoss(LossForm.LINEAR, Distance.COSINE, 0, 1);
        Springs other = Springs.of(window, linear, 0.3);
        assertEquals(0.5, other.similarLoss().get(16), 1e-6);
        assertEquals(1, other.pull());
        assertEquals(1, other.push());
    }

    @Test
    void theAxisGrowsWithTheSpaceButNotForAFewFarPairs() {
        float[] distances = new float[1000];
        boolean[] similar = new boolean[1000];
        Arrays.fill(distances, 4.2f);
        distances[999] = 1e30f;

        Springs springs =
                Springs.of(new PrequentialState(distances, new float[1000], similar), ContrastiveLoss.drlim(2), 1);

        assertEquals(5, springs.end());
        assertEquals(1, springs.beyond());
        assertEquals(999, Arrays.stream(springs.dissimilar()).sum());
    }

    private static PrequentialState window(float[] distances, boolean... similar) {
        return new PrequentialState(distances, new float[distances.length], similar);
    }
}
