package io.kinstream.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** The fields of an event, one after another, and what is the matter with them. */
final class JsonFields {
    private final JsonParser parser;
    private final JsonText source;

    /** @param source what the parser reads */
    JsonFields(JsonParser parser, JsonText source) {
        this.parser = parser;
        this.source = source;
    }

    /** Bytes of the whole event. */
    int length() {
        return source.length();
    }

    /** Goes to the value of the next field of the present object; null at the object's end. */
    String nextField() throws IOException {
        if (parser.nextToken() == JsonToken.END_OBJECT) {
            return null;
        }
        String name = parser.currentName();
        parser.nextToken();
        return name;
    }

    /** Goes to the next element of the present array; false at the array's end. */
    boolean nextElement() throws IOException {
        return parser.nextToken() != JsonToken.END_ARRAY;
    }

    /**
     * Reads all numbers of the present array at once, if they are plain.
     *
     * @param values (out) the numbers, all finite
     * @return how many there were; none if they must be read element by element
     */
    int plainFloats(float[] values) {
        return source.takeFloats(parser.currentLocation().getByteOffset(), values);
    }

    /** As {@link #plainFloats}, for indices below a limit. */
    int plainIndices(int[] indices, int limit) {
        return source.takeIndices(parser.currentLocation().getByteOffset(), indices, limit);
    }

    JsonToken token() {
        return parser.currentToken();
    }

    /** Passes over the present value, whatever it is. */
    void skip() throws IOException {
        parser.skipChildren();
    }

    String text() throws IOException {
        return parser.getText();
    }

    void expectObject(String name) throws IOException, BadEventException {
        if (token() != JsonToken.START_OBJECT) {
            throw wrong(name, "a JSON object");
        }
    }

    void expectArray(String name) throws IOException, BadEventException {
        if (token() != JsonToken.START_ARRAY) {
            throw wrong(name, "an array of numbers");
        }
    }

    /** The present value as a float; may be infinite or NaN. */
    float number(String name) throws IOException, BadEventException {
        if (!token().isNumeric()) {
            throw wrong(name, "a number");
        }
        return parser.getFloatValue();
    }

    /** The present value as the finite float that is an array's element. */
    float element(String array, int position) throws IOException, BadEventException {
        if (!token().isNumeric()) {
            throw wrong(array + "[" + position + "]", "a number");
        }
        float number = parser.getFloatValue();
        if (!Float.isFinite(number)) {
            throw new BadEventException(
                    Reason.NOT_FINITE,
                    array + "[" + position + "] must be a finite number (float32), but was " + Excerpt.of(text()));
        }
        return number;
    }

    /** The present value as the index, below a limit, that is an array's element. */
    int index(String array, int position, int limit) throws IOException, BadEventException {
        if (token() != JsonToken.VALUE_NUMBER_INT) {
            throw wrong(array + "[" + position + "]", "an integer");
        }
        boolean fits = parser.getNumberType() == JsonParser.NumberType.INT;
        int index = fits ? parser.getIntValue() : -1;
        if (index < 0 || index >= limit) {
            throw new BadEventException(
                    Reason.INDEX_OUT_OF_RANGE,
                    array + "[" + position + "] must be from 0 to " + (limit - 1) + ", as the encoder takes " + limit
                            + " features, but was " + Excerpt.of(text()));
        }
        return index;
    }

    /** The name itself, if nothing was read for it so far. */
    String once(String name, Object before) throws BadEventException {
        if (before != null) {
            throw new BadEventException(Reason.WRONG_SHAPE, name + " must be given once, but was given again");
        }
        return name;
    }

    /** What was read, if anything. */
    <T> T given(String name, T value) throws BadEventException {
        if (value == null) {
            throw new BadEventException(Reason.WRONG_SHAPE, name + " must be given, but was missing");
        }
        return value;
    }

    BadEventException wrong(String name, String rule) throws IOException {
        return new BadEventException(Reason.WRONG_SHAPE, name + " must be " + rule + ", but was " + shown());
    }

    /** The present value for a message. */
    String shown() throws IOException {
        return switch (token()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> Excerpt.quoted(text());
            default -> Excerpt.of(text());
        };
    }
}
