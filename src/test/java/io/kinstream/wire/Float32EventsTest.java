package io.kinstream.wire;

import static io.kinstream.wire.EventDecoderTest.assertRefused;
import static io.kinstream.wire.Examples.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Float32EventsTest {
    private static final Header FLOAT32 = Header.text("content-type", "application/vnd.kinstream.float32");
    private final EventDecoder decoder = new EventDecoder(2, 100);

    @Test
    void featuresAreLittleEndianNumbers() throws BadEventException {
        byte[] value = {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0x80};
        assertEquals(
                Content.of(new Features.Dense(new float[] {1f, -0f})),
                Content.of(decoder.features(value, List.of(FLOAT32))));
    }

    @Test
    void aPairIsLeftThenRightWithItsLabelAndWeightInHeaders() throws BadEventException {
        PairEvent pair = decoder.pair(floats(1, 2, 3, 4), headers("dissimilar", "2.5e-1"));
        PairEvent expected = new PairEvent(
                new Side.Inline(new Features.Dense(new float[] {1, 2})),
                new Side.Inline(new Features.Dense(new float[] {3, 4})),
                Label.DISSIMILAR,
                0.25f);
        assertEquals(Content.of(expected), Content.of(pair));
        assertEquals(
                1f, decoder.pair(floats(1, 2, 3, 4), headers("similar", null)).weight());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 7, 9, 12, 16})
    void anyOtherLengthIsAWrongFeatureCount(int bytes) {
        assertRefused(
                Reason.WRONG_FEATURE_COUNT,
                "value must be 2 float32 numbers (8 bytes), as the encoder takes 2, but was " + bytes + " bytes",
                () -> decoder.features(new byte[bytes], List.of(FLOAT32)));
    }

    @Test
    void numbersThatAreNotFiniteAreNamed() {
        assertRefused(
                Reason.NOT_FINITE,
                "right.features[1] must be a finite number (float32), but was NaN",
                () -> decoder.pair(floats(1, 2, 3, Float.NaN), headers("similar", null)));
    }

    @Test
    void aLabelIsNeeded() {
        assertRefused(
                Reason.WRONG_SHAPE,
                "header label must be given with a pair of type application/vnd.kinstream.float32, but was missing",
                () -> decoder.pair(floats(1, 2, 3, 4), headers(null, "1")));
        assertRefused(
                Reason.UNKNOWN_LABEL,
                "label must be the word \"similar\" or \"dissimilar\", but was \"1\"",
                () -> decoder.pair(floats(1, 2, 3, 4), headers("1", null)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, WRONG_SHAPE", "-1, WRONG_SHAPE", "1f, WRONG_SHAPE", "0x1p3, WRONG_SHAPE", "'', WRONG_SHAPE",
        "one, WRONG_SHAPE", "' 1', WRONG_SHAPE", "NaN, NOT_FINITE", "-Infinity, NOT_FINITE", "1e39, NOT_FINITE"
    })
    void aBadWeightIsRefused(String weight, Reason reason) {
        BadEventException refused = assertThrows(
                BadEventException.class, () -> decoder.pair(floats(1, 2, 3, 4), headers("similar", weight)));
        assertEquals(reason, refused.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", "application/json;v=1"})
    void jsonMayBeAnnouncedInAnySpelling(String type) throws BadEventException {
        Features features = decoder.features(utf8("{\"features\":[1,2]}"), List.of(Header.text("content-type", type)));
        assertEquals(2, features.stored());
    }

    @Test
    void theLastContentTypeCounts() throws BadEventException {
        List<Header> headers = List.of(Header.text("content-type", "text/plain"), FLOAT32);
        assertEquals(2, decoder.features(floats(1, 2), headers).stored());
    }

    @Test
    void anUnknownContentTypeIsRefusedWithTheKnownOnes() {
        assertRefused(
                Reason.WRONG_SHAPE,
                "header content-type must be application/json or application/vnd.kinstream.float32, but was \"text/csv\"",
                () -> decoder.features(utf8("1,2"), List.of(Header.text("content-type", "text/csv"))));
    }

    private static List<Header> headers(String label, String weight) {
        List<Header> headers = new ArrayList<>(List.of(FLOAT32));
        if (label != null) {
            headers.add(Header.text("label", label));
        }
        if (weight != null) {
            headers.add(Header.text("weight", weight));
        }
        return headers;
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
