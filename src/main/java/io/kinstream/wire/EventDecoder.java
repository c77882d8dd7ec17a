package io.kinstream.wire;

import io.kinstream.nn.Features;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads users' events, JSON or binary. Nothing that users can send makes it throw anything but what it declares.
 * Thread-safe.
 */
public final class EventDecoder {
    private final int maxBytes;
    private final JsonEvents json;
    private final Float32Events float32;

    /**
     * @param inputs how many features the encoder takes
     * @param maxBytes the largest value that is read at all
     */
    public EventDecoder(int inputs, int maxBytes) {
        this.maxBytes = maxBytes;
        json = new JsonEvents(inputs);
        float32 = new Float32Events(inputs);
    }

    /**
     * A labelled pair.
     *
     * @param value may be null, which is a bad event
     * @throws BadEventException when it cannot be used
     */
    public PairEvent pair(byte[] value, List<Header> headers) throws BadEventException {
        checkSize(value);
        return switch (ContentType.of(headers)) {
            case JSON -> json.pair(value);
            case FLOAT32 -> float32.pair(value, headers);
        };
    }

    /**
     * The raw vector of an item. A null value deletes the item and must be handled before.
     *
     * @throws BadEventException when it cannot be used
     */
    public Features features(byte[] value, List<Header> headers) throws BadEventException {
        checkSize(value);
        return switch (ContentType.of(headers)) {
            case JSON -> json.features(value);
            case FLOAT32 -> float32.features(value);
        };
    }

    /**
     * The key of a features record.
     *
     * @param key may be null, which is a bad event
     * @throws BadEventException when it is absent, empty or not UTF-8
     */
    public String itemId(byte[] key) throws BadEventException {
        if (key == null || key.length == 0) {
            throw new BadEventException(
                    Reason.NO_KEY, "key must be an item id, but was " + (key == null ? "null" : "empty"));
        }
        if (!Utf8.isValid(key)) {
            throw new BadEventException(
                    Reason.NO_KEY, "key must be an item id in UTF-8, but was " + key.length + " other bytes");
        }
        return new String(key, StandardCharsets.UTF_8);
    }

    private void checkSize(byte[] value) throws BadEventException {
        if (value == null) {
            throw new BadEventException(Reason.WRONG_SHAPE, "value must be an event, but was null");
        }
        if (value.length > maxBytes) {
            throw new BadEventException(
                    Reason.TOO_LARGE, "value must be at most " + maxBytes + " bytes, but was " + value.length);
        }
    }
}
