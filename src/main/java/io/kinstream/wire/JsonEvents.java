package io.kinstream.wire;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import java.io.IOException;

/**
 * Users' events as JSON: no tree and no boxed number between the bytes and the vector, and no token each for the numbers
 * of a plain array. Fields may come in any order, unknown ones are skipped, known ones must come once.
 */
final class JsonEvents {
    static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(200).build())
            .errorReportConfiguration(
                    ErrorReportConfiguration.builder().maxErrorTokenLength(40).build())
            // Read as numbers, so that they can be refused with the right reason.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            // Names are the users': interning them would fill the JVM's table.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // UTF-8 is the only encoding of the contract; UTF-16 would pass the check for it where it is ASCII.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .build();

    private final int inputs;

    JsonEvents(int inputs) {
        this.inputs = inputs;
    }

    private interface Body<T> {
        T read(JsonFields in) throws IOException, BadEventException;
    }

    PairEvent pair(byte[] value) throws BadEventException {
        return whole(value, this::pair);
    }

    Features features(byte[] value) throws BadEventException {
        return whole(value, in -> new JsonVectors(in, inputs).features("the item", ""));
    }

    Comparison comparison(byte[] value) throws BadEventException {
        return whole(value, this::comparison);
    }

    private Comparison comparison(JsonFields in) throws IOException, BadEventException {
        JsonVectors vectors = new JsonVectors(in, inputs);
        Side left = null;
        Side right = null;
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            switch (name) {
                case EventFields.LEFT -> left = vectors.side(in.once(name, left));
                case EventFields.RIGHT -> right = vectors.side(in.once(name, right));
                default -> in.skip();
            }
        }
        return new Comparison(in.given(EventFields.LEFT, left), in.given(EventFields.RIGHT, right));
    }

    private PairEvent pair(JsonFields in) throws IOException, BadEventException {
        JsonVectors vectors = new JsonVectors(in, inputs);
        Side left = null;
        Side right = null;
        Label label = null;
        Float weight = null;
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            switch (name) {
                case EventFields.LEFT -> left = vectors.side(in.once(name, left));
                case EventFields.RIGHT -> right = vectors.side(in.once(name, right));
                case EventFields.LABEL -> {
                    in.once(name, label);
                    label = label(in);
                }
                case EventFields.WEIGHT -> weight = PairRules.weight(in.number(in.once(name, weight)), in.text());
                default -> in.skip();
            }
        }
        return new PairEvent(
                in.given(EventFields.LEFT, left),
                in.given(EventFields.RIGHT, right),
                in.given(EventFields.LABEL, label),
                weight == null ? 1 : weight);
    }

    private static Label label(JsonFields in) throws IOException, BadEventException {
        if (in.token() != JsonToken.VALUE_STRING) {
            throw PairRules.unknownLabel(in.shown());
        }
        return PairRules.label(in.text());
    }

    /** Reads one object that is the whole value. */
    private static <T> T whole(byte[] value, Body<T> body) throws BadEventException {
        if (!Utf8.isValid(value)) {
            throw new BadEventException(
                    Reason.NOT_JSON, "value must be JSON in UTF-8, but has bytes that are not UTF-8");
        }
        JsonText text = new JsonText(value);
        try {
            return whole(text, body);
        } catch (BadEventException e) {
            // The parser, not having been shown all, tells the wrong place.
            if (e.reason() == Reason.NOT_JSON && text.hasTaken()) {
                return whole(JsonText.untouched(value), body);
            }
            throw e;
        }
    }

    private static <T> T whole(JsonText text, Body<T> body) throws BadEventException {
        try (JsonParser parser = JSON.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new BadEventException(Reason.NOT_JSON, "value must be a JSON object, but was empty");
            }
            JsonFields in = new JsonFields(parser, text);
            in.expectObject("value");
            T event = body.read(in);
            if (parser.nextToken() != null) {
                throw new BadEventException(
                        Reason.NOT_JSON,
                        "value must end after its JSON object, but goes on at " + place(parser.currentTokenLocation()));
            }
            return event;
        } catch (JsonProcessingException e) {
            throw new BadEventException(
                    Reason.NOT_JSON,
                    "value must be JSON, but was not at " + place(e.getLocation()) + ": "
                            + Excerpt.of(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new BadEventException(
                    Reason.NOT_JSON, "value must be JSON, but was not: " + Excerpt.of(e.toString()));
        }
    }

    private static String place(JsonLocation at) {
        return at == null
                ? "an unknown place"
                : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ", byte " + at.getByteOffset();
    }
}
