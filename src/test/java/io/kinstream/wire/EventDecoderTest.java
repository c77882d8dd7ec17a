package io.kinstream.wire;

import static io.kinstream.wire.Examples.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventDecoderTest {
    private static final int MAX_BYTES = 10_000;
    private final EventDecoder decoder = new EventDecoder(4, MAX_BYTES);

    @Test
    void aPairMayMixAnIdAndFeaturesInAnyOrderOfFields() throws BadEventException {
        PairEvent pair = pair("""
                {"x": {"label": 1, "left": [[]]}, "label": "dissimilar", "weight": 0.5,
                 "right": {"y": NaN, "features": [0.1, -0.0, 1, 1e-46], "indices": []}, "left": "a"}""");
        assertEquals(new Side.Id("a"), pair.left());
        assertArrayEquals(new float[] {0.1f, -0f, 1, 0}, dense(pair.right()));
        assertEquals(Label.DISSIMILAR, pair.label());
        assertEquals(0.5f, pair.weight());
    }

    @Test
    void theWeightIsOneWhenNotGiven() throws BadEventException {
        assertEquals(
                1f,
                pair("{\"left\":\"a\",\"right\":\"b\",\"label\":\"similar\"}").weight());
    }

    @Test
    void sparseFeaturesAreSortedByIndex() throws BadEventException {
        Features features = features("{\"features\":{\"values\":[3,-1,2],\"indices\":[3,0,2]}}");
        Features.Sparse sparse = assertInstanceOf(Features.Sparse.class, features);
        assertArrayEquals(new int[] {0, 2, 3}, sparse.indices());
        assertArrayEquals(new float[] {-1, 2, 3}, sparse.values());
    }

    @Test
    void noFeaturesAtAllAreAZeroVectorWhenSparse() throws BadEventException {
        assertEquals(
                0, features("{\"features\":{\"indices\":[],\"values\":[]}}").stored());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"right\":\"b\",\"label\":\"similar\"} | WRONG_SHAPE | left must be given, but was missing",
                "{\"left\":\"a\",\"label\":\"similar\"} | WRONG_SHAPE | right must be given, but was missing",
                "{\"left\":\"a\",\"right\":\"b\"} | WRONG_SHAPE | label must be given, but was missing",
                "{\"left\":\"a\",\"left\":\"b\"} | WRONG_SHAPE | left must be given once, but was given again",
                "{\"right\":\"a\",\"right\":\"b\"} | WRONG_SHAPE | right must be given once, but was given again",
                "{\"label\":\"similar\",\"label\":\"similar\"} | WRONG_SHAPE | label must be given once, but was given again",
                "{\"weight\":1,\"weight\":1} | WRONG_SHAPE | weight must be given once, but was given again",
                "{\"left\":{\"features\":[1,2,3,4],\"features\":[]}} | WRONG_SHAPE | left.features must be given once, but was given again",
                "{\"left\":{}} | WRONG_SHAPE | left.features must be given, but was missing",
                "{\"left\":null} | WRONG_SHAPE | left must be an item id (a string) or {\"features\": …}, but was null",
                "{\"left\":[1,2,3,4]} | WRONG_SHAPE | left must be an item id (a string) or {\"features\": …}, but was an array",
                "{\"left\":\"\"} | WRONG_SHAPE | left must be an item id, not empty, but was \"\"",
                "{\"left\":\"\\ud800\"} | WRONG_SHAPE | left must be an item id of valid Unicode, but was \"?\"",
                "{\"left\":\"\\ude00\"} | WRONG_SHAPE | left must be an item id of valid Unicode, but was \"?\"",
                "{\"left\":{\"features\":\"1\"}} | WRONG_SHAPE | left.features must be an array of numbers or {\"indices\": …, \"values\": …}, but was \"1\"",
                "{\"left\":{\"features\":[1,\"NaN\"]}} | WRONG_SHAPE | left.features[1] must be a number, but was \"NaN\"",
                "{\"left\":{\"features\":[null]}} | WRONG_SHAPE | left.features[0] must be a number, but was null",
                "{\"left\":{\"features\":[[1,2,3,4]]}} | WRONG_SHAPE | left.features[0] must be a number, but was an array",
                "{\"label\":\"Similar\"} | UNKNOWN_LABEL | label must be the word \"similar\" or \"dissimilar\", but was \"Similar\"",
                "{\"label\":1} | UNKNOWN_LABEL | label must be the word \"similar\" or \"dissimilar\", but was 1",
                "{\"label\":true} | UNKNOWN_LABEL | label must be the word \"similar\" or \"dissimilar\", but was true",
                "{\"label\":null} | UNKNOWN_LABEL | label must be the word \"similar\" or \"dissimilar\", but was null",
                "{\"label\":{}} | UNKNOWN_LABEL | label must be the word \"similar\" or \"dissimilar\", but was an object",
                "{\"weight\":0} | WRONG_SHAPE | weight must be > 0 (float32), but was 0",
                "{\"weight\":-2.5} | WRONG_SHAPE | weight must be > 0 (float32), but was -2.5",
                "{\"weight\":1e-60} | WRONG_SHAPE | weight must be > 0 (float32), but was 1e-60",
                "{\"weight\":\"1\"} | WRONG_SHAPE | weight must be a number, but was \"1\"",
                "{\"weight\":null} | WRONG_SHAPE | weight must be a number, but was null",
                "{\"weight\":1e39} | NOT_FINITE | weight must be a finite number (float32), but was 1e39",
                "{\"weight\":-Infinity} | NOT_FINITE | weight must be a finite number (float32), but was -Infinity",
                "{\"left\":{\"features\":[1,2,3]}} | WRONG_FEATURE_COUNT | left has 3 features, but the encoder takes 4",
                "{\"right\":{\"features\":[1,2,3,4,5]}} | WRONG_FEATURE_COUNT | right has 5 features, but the encoder takes 4",
                "{\"right\":{\"features\":[]}} | WRONG_FEATURE_COUNT | right has 0 features, but the encoder takes 4",
                "{\"left\":{\"features\":[1,NaN]}} | NOT_FINITE | left.features[1] must be a finite number (float32), but was NaN",
                "{\"left\":{\"features\":[Infinity]}} | NOT_FINITE | left.features[0] must be a finite number (float32), but was Infinity",
                "{\"left\":{\"features\":[1,2,-1e400]}} | NOT_FINITE | left.features[2] must be a finite number (float32), but was -1e400",
                "[] | WRONG_SHAPE | value must be a JSON object, but was an array",
                "17 | WRONG_SHAPE | value must be a JSON object, but was 17",
                "null | WRONG_SHAPE | value must be a JSON object, but was null",
            })
    void aBadPairSaysWhatToFix(String json, Reason reason, String message) {
        assertRefused(reason, message, () -> pair(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[0,4] | [1,2] | INDEX_OUT_OF_RANGE | features.indices[1] must be from 0 to 3, as the encoder takes 4 features, but was 4",
                "[-1] | [1] | INDEX_OUT_OF_RANGE | features.indices[0] must be from 0 to 3, as the encoder takes 4 features, but was -1",
                "[4294967296] | [1] | INDEX_OUT_OF_RANGE | features.indices[0] must be from 0 to 3, as the encoder takes 4 features, but was 4294967296",
                "[1,3,1] | [1,2,3] | INDEX_REPEATED | features.indices must be different, but 1 was given again",
                "[0,1,2,3,0] | [1,2,3,4,5] | INDEX_REPEATED | features.indices must be different, but was more than the 4 there are",
                "[0,1] | [1] | WRONG_SHAPE | features.values must be as many as indices, 2, but was 1",
                "[0] | [1,2,3,4,5] | WRONG_FEATURE_COUNT | the item has 5 features, but the encoder takes 4",
                "[1.0] | [1] | WRONG_SHAPE | features.indices[0] must be an integer, but was 1.0",
                "[\"1\"] | [1] | WRONG_SHAPE | features.indices[0] must be an integer, but was \"1\"",
                "1 | [1] | WRONG_SHAPE | features.indices must be an array of numbers, but was 1",
                "[1] | {} | WRONG_SHAPE | features.values must be an array of numbers, but was an object",
                "[1] | [1e39] | NOT_FINITE | features.values[0] must be a finite number (float32), but was 1e39",
                "[] | [],\"values\":[] | WRONG_SHAPE | features.values must be given once, but was given again",
                "[],\"indices\":[] | [] | WRONG_SHAPE | features.indices must be given once, but was given again",
            })
    void badSparseFeaturesSayWhatToFix(String indices, String values, Reason reason, String message) {
        String json = "{\"features\":{\"indices\":" + indices + ",\"values\":" + values + "}}";
        assertRefused(reason, message, () -> features(json));
    }

    @Test
    void bothPartsOfSparseFeaturesMustBeGiven() {
        assertRefused(
                Reason.WRONG_SHAPE,
                "features.values must be given, but was missing",
                () -> features("{\"features\":{\"indices\":[]}}"));
        assertRefused(
                Reason.WRONG_SHAPE,
                "features.indices must be given, but was missing",
                () -> features("{\"features\":{\"values\":[]}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "hello",
                "{",
                "{\"left\":\"a",
                "{\"left\" \"a\"}",
                "{\"x\":01}",
                "{} x",
                "{}{}",
                "{}]",
                "{\"left\":tru}",
                "{'left':'a'}",
                "{\"x\":\"\u0001\"}",
                "{/* */}"
            })
    void whatIsNoJsonIsRefusedBeforeItsMissingFields(String text) {
        String start = text.startsWith("{}") ? "{\"features\":[1,2,3,4]}" + text.substring(2) : text;
        BadEventException refused = assertThrows(BadEventException.class, () -> features(start));
        assertEquals(Reason.NOT_JSON, refused.reason());
    }

    @Test
    void theMessageSaysWhereTheJsonBreaksButDoesNotRepeatTheEvent() {
        BadEventException refused = assertThrows(BadEventException.class, () -> features("{\"secret\":1,\n \"x\"}"));
        assertTrue(refused.getMessage().startsWith("value must be JSON, but was not at line 2, column 5"));
        assertTrue(!refused.getMessage().contains("secret"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c080", "c3", "eda080", "f4908080"})
    void bytesThatAreNotUtf8AreNotJson(String hex) {
        String before = "{\"features\":[1,2,3,4],\"x\":\"";
        byte[] value = HexFormat.of().parseHex(HexFormat.of().formatHex(utf8(before)) + hex + "227d");
        assertRefused(
                Reason.NOT_JSON,
                "value must be JSON in UTF-8, but has bytes that are not UTF-8",
                () -> decoder.features(value, List.of()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void numbersAreRoundedToTheNearestFloat(long seed) throws BadEventException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            float below = Math.abs(Examples.number(random));
            BigDecimal middle = new BigDecimal(below)
                    .add(new BigDecimal(Math.nextUp(Math.min(below, 1e38f))))
                    .divide(BigDecimal.valueOf(2));
            List<String> numbers = List.of(
                    Float.toString(below),
                    middle.toString(),
                    middle.add(middle.ulp()).toString(),
                    Long.toString(random.nextLong() >> random.nextInt(60)));
            float[] read = ((Features.Dense) features("{\"features\":" + numbers + "}")).values();
            for (int n = 0; n < read.length; n++) {
                assertEquals(Float.parseFloat(numbers.get(n)), read[n], numbers.get(n));
            }
        }
    }

    @Test
    void onlyUtf8IsRead() {
        String event = "{\"features\":[1,2,3,4]}";
        for (Charset other : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            BadEventException refused =
                    assertThrows(BadEventException.class, () -> decoder.features(event.getBytes(other), List.of()));
            assertEquals(Reason.NOT_JSON, refused.reason());
        }
    }

    @Test
    void deepNestingAndEndlessNumbersAreRefused() {
        String deep = "{\"x\":" + "[".repeat(4000) + "]".repeat(4000) + ",\"features\":[1,2,3,4]}";
        assertEquals(
                Reason.NOT_JSON,
                assertThrows(BadEventException.class, () -> features(deep)).reason());
        String digits = "{\"features\":[" + "9".repeat(5000) + ",2,3,4]}";
        assertEquals(
                Reason.NOT_JSON,
                assertThrows(BadEventException.class, () -> features(digits)).reason());
        String many = "{\"features\":[" + "9".repeat(500) + ",2,3,4]}";
        assertEquals(
                Reason.NOT_FINITE,
                assertThrows(BadEventException.class, () -> features(many)).reason());
    }

    @Test
    void quotedValuesAreCutAndOnOneLine() {
        BadEventException refused = assertThrows(
                BadEventException.class, () -> pair("{\"label\":\"a\\n\\u0000" + "x".repeat(5000) + "\"}"));
        assertTrue(refused.getMessage().length() < 200, refused.getMessage());
        assertTrue(refused.getMessage().contains("\"a??xxx"), refused.getMessage());
        assertEquals(0, refused.getStackTrace().length);
    }

    @Test
    void tooManyBytesAreRefusedUnread() throws BadEventException {
        assertRefused(
                Reason.TOO_LARGE,
                "value must be at most 10000 bytes, but was 10001",
                () -> decoder.pair(new byte[MAX_BYTES + 1], List.of()));
        String event = "{\"features\":[1,2,3,4]}";
        assertEquals(4, features(event + " ".repeat(MAX_BYTES - event.length())).stored());
    }

    @Test
    void aNullValueIsABadPair() {
        assertRefused(Reason.WRONG_SHAPE, "value must be an event, but was null", () -> decoder.pair(null, List.of()));
    }

    @Test
    void anItemIdIsAnyTextButNotNothing() throws BadEventException {
        assertEquals("Stück 商", decoder.itemId(utf8("Stück 商")));
        assertRefused(Reason.NO_KEY, "key must be an item id, but was null", () -> decoder.itemId(null));
        decoder.itemId(new byte[4096]);
        assertRefused(
                Reason.NO_KEY,
                "key must be an item id of at most 4096 bytes, but was 4097 bytes",
                () -> decoder.itemId(new byte[4097]));
        assertRefused(Reason.NO_KEY, "key must be an item id, but was empty", () -> decoder.itemId(new byte[0]));
        assertRefused(
                Reason.NO_KEY,
                "key must be an item id in UTF-8, but was 2 other bytes",
                () -> decoder.itemId(new byte[] {(byte) 0xc0, (byte) 0x80}));
    }

    @Test
    void aPairsItemIdIsAnyTextToo() throws BadEventException {
        String json = "{\"left\":\"商 \\ud83d\\ude00\",\"right\":\"\\ud83d\\ude00\",\"label\":\"similar\"}";
        assertEquals(new Side.Id("商 \ud83d\ude00"), pair(json).left());
        assertEquals(new Side.Id("\ud83d\ude00"), pair(json).right());
    }

    private PairEvent pair(String json) throws BadEventException {
        return decoder.pair(utf8(json), List.of());
    }

    private Features features(String json) throws BadEventException {
        return decoder.features(utf8(json), List.of());
    }

    private static float[] dense(Side side) {
        return ((Features.Dense) ((Side.Inline) side).features()).values();
    }

    static void assertRefused(Reason reason, String message, Executable decoding) {
        BadEventException refused = assertThrows(BadEventException.class, decoding);
        assertEquals(message, refused.getMessage());
        assertEquals(reason, refused.reason());
    }
}
