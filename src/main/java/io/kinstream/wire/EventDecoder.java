package io.kinstream.wire;

import io.kinstream.nn.Features;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads users' events, JSON or binary. Nothing that users can send makes it throw anything but what it declares.
 * Thread-safe.
 */
public final class EventDecoder {
    /** No item's id is longer, in bytes of UTF-8: it is a key of several topics and stores. */
    public static final int MAX_ID_BYTES = 4096;

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
     * A labelled pair in the record that it was read from, all of which goes with it while it waits.
     *
     * @throws BadEventException when it cannot be used
     */
    public PairEvent pair(SourceRecord source) throws BadEventException {
        long beside = source.bytes() - (source.value() == null ? 0 : source.value().length);
        if (beside > maxBytes) {
            throw new BadEventException(
                    Reason.TOO_LARGE, "key and headers must be at most " + maxBytes + " bytes, but were " + beside);
        }
        return pair(source.value(), source.headers());
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
     * Two items to compare, JSON {@code {"left":L,"right":R}}, L and R an id or {@code {"features":…}}.
     *
     * @throws BadEventException when they cannot be used
     */
    public Comparison comparison(byte[] value) throws BadEventException {
        checkSize(value);
        return json.comparison(value);
    }

    /**
     * The key of a features record.
     *
     * @param key may be null, which is a bad event
     * @throws BadEventException when it is absent, empty, too long or not UTF-8
     */
    public String itemId(byte[] key) throws BadEventException {
        if (key == null || key.length == 0) {
            throw new BadEventException(
                    Reason.NO_KEY, "key must be an item id, but was " + (key == null ? "null" : "empty"));
        }
        if (key.length > MAX_ID_BYTES) {
            throw new BadEventException(
                    Reason.NO_KEY,
                    "key must be an item id of at most " + MAX_ID_BYTES + " bytes, but was " + key.length + " bytes");
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
