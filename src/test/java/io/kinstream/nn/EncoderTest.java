package io.kinstream.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kinstream.testing.Digits;
import io.kinstream.testing.Golden;
import io.kinstream.testing.ReferenceSiamese;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EncoderTest {
    @Test
    void seededNumbersAreThoseOfSplitMix64() {
        SplitMix64 random = new SplitMix64(1);
        double[] drawn = DoubleStream.generate(random::nextDouble).limit(4).toArray();
        assertArrayEquals(Golden.numbers(Golden.set("splitmix64")), drawn, 0);
    }

    @Test
    void seededWeightsAreThoseOfTheReference() {
        JsonNode golden = Golden.set("mnist10k").get("init");
        float[] parameters =
                Encoder.seeded(Architecture.of("784,128,2", Activation.RELU), 1).parameters();
        assertArrayEquals(
                Golden.floats(golden.get("W1_0_3")), new float[] {parameters[0], parameters[1], parameters[2]});
        assertArrayEquals(
                Golden.floats(golden.get("W2_0")), new float[] {parameters[785 * 128], parameters[785 * 128 + 1]});
        double sum =
                IntStream.range(0, 784 * 128).mapToDouble(i -> parameters[i]).sum();
        assertEquals(golden.get("W1sum").doubleValue(), sum, 1e-4);
        assertEquals(0, parameters[784 * 128], "biases begin at 0");
    }

    /** By hand: hidden = relu(x W1 + b1) = relu(1 + 3 + .5, -2 - 1 + 1) = (4.5, 0); output = 2 * 4.5 + .25. */
    @Test
    void anEmbeddingIsWhatTheFormulaSays() {
        float[] parameters = {1, -2, 3, -1, 0.5f, 1, 2, 100, 0.25f};
        Encoder encoder = new Encoder(Architecture.of("2,2,1", Activation.RELU), parameters);
        assertArrayEquals(new float[] {9.25f}, encoder.embed(new Features.Dense(new float[] {1, 1})));
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void embeddingsAreThoseOfTheReference(Activation activation) {
        Digits digits = new Digits();
        List<Integer> layers = List.of(784, 30, 20, 7);
        Encoder encoder = Encoder.seeded(new Architecture(layers, activation), 5);
        ReferenceSiamese reference = ReferenceSiamese.seeded(layers, activation, 1, 5);
        for (int digit = 0; digit < 20; digit++) {
            float[] embedding = encoder.embed(digits.dense(digit));
            double[] expected = reference.embed(digits.pixels(digit));
            for (int j = 0; j < expected.length; j++) {
                assertEquals(expected[j], embedding[j], 1e-6);
            }
            assertArrayEquals(embedding, encoder.embed(digits.sparse(digit)), "sparse, bit for bit");
        }
    }

    @Test
    void aVectorOfZerosIsStillMapped() {
        Encoder encoder = new Encoder(Architecture.of("3,2", Activation.RELU), new float[] {1, 2, 3, 4, 5, 6, 7, 8});
        assertArrayEquals(new float[] {7, 8}, encoder.embed(new Features.Dense(new float[3])));
        assertArrayEquals(new float[] {7, 8}, encoder.embed(new Features.Sparse(new int[0], new float[0])));
    }

    @Test
    void featuresThatDoNotFitAreRefused() {
        Encoder encoder = Encoder.seeded(Architecture.of("3,2", Activation.RELU), 1);
        refused("features must be 3 numbers, but was 2", encoder, new Features.Dense(new float[2]));
        refused("index must be in [0, 3), but was 3", encoder, new Features.Sparse(new int[] {0, 3}, new float[] {1, 1
        }));
        refused("index must be in [0, 3), but was -1", encoder, new Features.Sparse(new int[] {-1}, new float[] {1}));
    }

    private static void refused(String message, Encoder encoder, Features features) {
        Exception refusal = assertThrows(IllegalArgumentException.class, () -> encoder.embed(features));
        assertEquals(message, refusal.getMessage());
    }

    @Test
    void parametersMustBeAsManyAsTheArchitectureHas() {
        Architecture architecture = Architecture.of("3,2", Activation.RELU);
        Exception refusal = assertThrows(IllegalArgumentException.class, () -> new Encoder(architecture, new float[7]));
        assertEquals("parameters must be 8, but was 7", refusal.getMessage());
    }

    @Test
    void anArchitectureIsReadFromItsWidths() {
        Architecture architecture = Architecture.of("784, 256,32", Activation.of("tanh"));
        assertEquals(new Architecture(List.of(784, 256, 32), Activation.TANH), architecture);
        assertEquals(785 * 256 + 257 * 32, architecture.parameterCount());
        assertEquals(784, architecture.inputs());
        assertEquals(32, architecture.outputs());
        assertEquals("784,256,32", architecture.widths());
        assertEquals("tanh", architecture.activation().word());
    }

    @Test
    void impossibleArchitecturesAreRefused() {
        for (String layers : List.of("", "784", "784,0,2", "784,-1", "7,x", "7,,2", "100000,100000")) {
            Exception refusal = assertThrows(
                    IllegalArgumentException.class, () -> Architecture.of(layers, Activation.RELU), layers);
            assertTrue(refusal.getMessage().startsWith("layers must "), refusal.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> Activation.of("RELU"));
    }
}
