package io.kinstream.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Numbers computed elsewhere: by PyTorch and C in double precision, and published by other libraries' tests. */
public final class Golden {
    private Golden() {}

    /** The one set whose name begins so. */
    public static JsonNode set(String prefix) {
        return read("golden.json").properties().stream()
                .filter(set -> set.getKey().startsWith(prefix))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    /** Pairs of embeddings, and what each loss, by its library and settings, makes of them. */
    public static JsonNode losses() {
        return read("losses.json");
    }

    private static JsonNode read(String file) {
        try (InputStream in = Golden.class.getResourceAsStream("/reference/" + file)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The numbers of an array, or of arrays in it, in the order they are written. */
    public static double[] numbers(JsonNode node) {
        if (node.isNumber()) {
            return new double[] {node.doubleValue()};
        }
        return node.valueStream()
                .flatMapToDouble(each -> Arrays.stream(numbers(each)))
                .toArray();
    }

    /** {@link #numbers}, rounded to floats. */
    public static float[] floats(JsonNode node) {
        double[] numbers = numbers(node);
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }
}
