package io.kinstream.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingRecordTest {
    /** RFC 8259's number, with a fraction. */
    private static final Pattern NUMBER_WITH_POINT = Pattern.compile("-?(0|[1-9][0-9]*)\\.[0-9]+([eE][-+]?[0-9]+)?");

    @Test
    void theJsonIsFlat() {
        assertEquals(
                "{\"id\":\"Stück \\\"1\\\"\",\"vector\":[0.0,-0.0,1.0,1.0E-5,1.0E10],"
                        + "\"model_id\":\"a3f1\",\"model_version\":123,\"event_timestamp\":1767225600000}",
                json(new EmbeddingRecord(
                        "Stück \"1\"", new float[] {0, -0f, 1, 1e-5f, 1e10f}, "a3f1", 123, 1_767_225_600_000L)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyNumberHasADecimalPointAndComesBack(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] vector = new float[2000];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = i % 2 == 0 ? Examples.number(random) : random.nextInt(-50, 50);
        }
        String json = json(record(vector));
        String numbers = json.substring(json.indexOf('[') + 1, json.indexOf(']'));
        for (String number : numbers.split(",")) {
            assertTrue(NUMBER_WITH_POINT.matcher(number).matches(), number);
        }
        EmbeddingRecord back = EmbeddingRecord.parse(Examples.utf8(json));
        assertEquals(Content.of(record(vector)), Content.of(back));
        assertArrayEquals(vector, back.vector());
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void whatIsNotFiniteIsNeverWritten(float value) {
        IllegalStateException refused = assertThrows(
                IllegalStateException.class,
                () -> record(new float[] {0, value}).toJson());
        assertEquals("vector[1] must be finite, but was " + value, refused.getMessage());
    }

    @Test
    void somethingElseIsRefused() {
        for (String text : new String[] {"", "{}", "null", "[1.0]", json(record(new float[1])) + "x"}) {
            assertThrows(CorruptDataException.class, () -> EmbeddingRecord.parse(Examples.utf8(text)), text);
        }
    }

    private static EmbeddingRecord record(float[] vector) {
        return new EmbeddingRecord("a", vector, "m", 1, 2);
    }

    private static String json(EmbeddingRecord embedding) {
        return new String(embedding.toJson(), StandardCharsets.UTF_8);
    }
}
