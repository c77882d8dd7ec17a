package io.kinstream.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.kinstream.nn.Activation;
import io.kinstream.nn.Label;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The measure is measured: against numbers that were computed in C and agree with PyTorch's. */
class ReferenceSiameseTest {
    private static final JsonNode GOLDEN = Golden.set("mnist10k");

    @Test
    void aThousandPairsOfDigitsLeaveTheWeightsOfTheCProgram() {
        Digits digits = new Digits();
        ReferenceSiamese siamese = ReferenceSiamese.seeded(List.of(784, 128, 2), Activation.RELU, 1, 1);
        double[] start = siamese.parameters();
        assertEquals(GOLDEN.at("/init/W1sum").doubleValue(), firstSum(start), 1e-9);
        assertArrayEquals(Golden.numbers(GOLDEN.at("/init/W1_0_3")), Arrays.copyOf(start, 3), 1e-15);
        assertArrayEquals(Golden.numbers(GOLDEN.at("/init/W2_0")), secondRow(start), 1e-15);

        double[] losses = new double[1000];
        int active = 0;
        Digits.Pair[] pairs = digits.pairs(1, losses.length);
        for (int i = 0; i < losses.length; i++) {
            Digits.Pair pair = pairs[i];
            losses[i] = siamese.step(digits.pixels(pair.left()), digits.pixels(pair.right()), pair.label(), 0.01);
            active += pair.label() == Label.SIMILAR || losses[i] > 0 ? 1 : 0;
        }

        assertArrayEquals(Golden.numbers(GOLDEN.at("/first_pairs")), written(Arrays.copyOf(pairs, 8)));
        assertArrayEquals(Golden.numbers(GOLDEN.at("/losses_first8")), Arrays.copyOf(losses, 8), 1e-9);
        assertEquals(
                GOLDEN.at("/mean_loss").doubleValue(),
                Arrays.stream(losses).average().orElseThrow(),
                1e-9);
        assertEquals(GOLDEN.at("/active").doubleValue(), active / 1000.0, 1e-9);
        assertEquals(GOLDEN.at("/after/W1sum").doubleValue(), firstSum(siamese.parameters()), 1e-9);
        assertArrayEquals(Golden.numbers(GOLDEN.at("/after/W2_0")), secondRow(siamese.parameters()), 1e-9);
        assertArrayEquals(Golden.numbers(GOLDEN.at("/after/embed_train0")), siamese.embed(digits.pixels(0)), 1e-9);
    }

    private static double firstSum(double[] parameters) {
        return Arrays.stream(parameters, 0, 784 * 128).sum();
    }

    private static double[] secondRow(double[] parameters) {
        return Arrays.copyOfRange(parameters, 785 * 128, 785 * 128 + 2);
    }

    /** As the reference writes pairs: 1 is dissimilar. */
    private static double[] written(Digits.Pair[] pairs) {
        return Arrays.stream(pairs)
                .flatMapToDouble(pair ->
                        Arrays.stream(new double[] {pair.left(), pair.right(), pair.label() == Label.SIMILAR ? 0 : 1}))
                .toArray();
    }
}
