package io.kinstream.wire;

import static io.kinstream.wire.Examples.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers taken out of the parser's sight. */
class JsonTextTest {
    private static final int INPUTS = 3;
    private static final int MANY = 40;
    private static final List<String> ELEMENTS = List.of(
            "0",
            "0.0",
            "-0",
            "-0.0",
            "1",
            "2.5",
            "-3e-3",
            "1e-50",
            "16777217",
            "0.1e1",
            "12345678901234567890123",
            "7 ",
            " 8",
            "NaN",
            "1e40",
            "null",
            "\"1\"",
            "[1]",
            "",
            "01",
            "1.",
            "+1",
            "{}",
            "tru",
            "1 2",
            "2147483647",
            "3");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"x\":[0.5,-2,3e2]}",
                "{\"x\" : [ 0.5 ,\n-2\t, 3e2\r ] }",
                "{\"a[b\":\"[[\",\"y\":[[],[1]],\"x\":[0.5,-2,3e2]}"
            })
    void aPlainArrayIsEmptyToTheParser(String json) throws IOException {
        JsonText text = new JsonText(utf8(json));
        try (JsonParser parser = JsonEvents.JSON.createParser(text)) {
            while (!"x".equals(parser.currentName())) {
                parser.nextToken();
            }
            assertEquals(JsonToken.START_ARRAY, parser.nextToken());
            float[] values = new float[INPUTS];
            assertEquals(INPUTS, new JsonFields(parser, text).plainFloats(values));
            assertArrayEquals(new float[] {0.5f, -2, 300}, values);
            assertEquals(JsonToken.END_ARRAY, parser.nextToken());
            assertEquals(JsonToken.END_OBJECT, parser.nextToken());
            assertTrue(text.hasTaken());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsReadAndWhatIsRefusedIsTheSameWithoutIt(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int good = 0;
        for (int i = 0; i < 20_000; i++) {
            String values = array(random, random.nextInt(4) == 0 ? ELEMENTS.size() : 10);
            String json = random.nextBoolean()
                    ? "{\"features\":" + values + "}"
                    : "{\"features\":{\"indices\":" + array(random, 6) + ",\"values\":" + values + "}}";
            String expected = outcome(JsonText.untouched(utf8(json)), INPUTS);
            assertEquals(expected, outcome(new JsonText(utf8(json)), INPUTS), json);
            good += expected.startsWith("Dense") || expected.startsWith("Sparse") ? 1 : 0;
        }
        assertTrue(good > 500, "good: " + good);
    }

    @Test
    void runsOfZerosAreReadAsOneZeroAfterTheOther() {
        SplittableRandom random = new SplittableRandom(4);
        int good = 0;
        for (int i = 0; i < 20_000; i++) {
            String zero = random.nextBoolean() ? "0" : "0.0";
            StringBuilder array = new StringBuilder("[");
            int count = MANY + (random.nextInt(4) == 0 ? random.nextInt(-9, 10) : 0);
            for (int k = 0; k < count; k++) {
                String other = ELEMENTS.get(random.nextInt(random.nextInt(20) == 0 ? ELEMENTS.size() : 10));
                array.append(k == 0 ? "" : ",").append(random.nextInt(10) == 0 ? other : zero);
            }
            String json = "{\"features\":" + array + (random.nextInt(50) == 0 ? ",]}" : "]}");
            String expected = outcome(JsonText.untouched(utf8(json)), MANY);
            assertEquals(expected, outcome(new JsonText(utf8(json)), MANY), json);
            good += expected.startsWith("Dense") ? 1 : 0;
        }
        assertTrue(good > 500, "good: " + good);
    }

    private static String array(SplittableRandom random, int kinds) {
        int count = random.nextInt(5) == 0 ? random.nextInt(6) : INPUTS;
        StringBuilder array = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            array.append(i == 0 ? "" : ",").append(ELEMENTS.get(random.nextInt(kinds)));
        }
        return array.append(random.nextInt(50) == 0 ? "" : "]").toString();
    }

    private static String outcome(JsonText text, int inputs) {
        try (JsonParser parser = JsonEvents.JSON.createParser(text)) {
            parser.nextToken();
            return Content.of(new JsonVectors(new JsonFields(parser, text), inputs).features("the item", ""));
        } catch (BadEventException e) {
            return e.getMessage();
        } catch (IOException e) {
            return "not JSON";
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"features\":[1,↵2,3], \"x\"} | line 2, column 10, byte 25",
                "{\"features\":[1,2,3]} x | line 1, column 22, byte 21",
                "{\"features\":[1,2,3],↵\"x\":[1,2,03]} | line 2, column 11, byte 31",
            })
    void thePlaceOfAMistakeBehindItIsRight(String json, String place) {
        byte[] value = utf8(json.replace('↵', '\n'));
        BadEventException refused =
                assertThrows(BadEventException.class, () -> new EventDecoder(INPUTS, 1000).features(value, List.of()));
        assertTrue(refused.getMessage().contains(place), refused.getMessage());
    }

    @Test
    void moreNumbersThanThereIsRoomForAreCounted() {
        BadEventException refused = assertThrows(
                BadEventException.class,
                () -> new EventDecoder(INPUTS, 1000).features(utf8("{\"features\":[1,2,3,4,5]}"), List.of()));
        assertEquals("the item has 5 features, but the encoder takes 3", refused.getMessage());
    }
}
