package io.kinstream.wire;

import java.util.List;
import java.util.Locale;

/** How a user's event is written, announced by the header {@code content-type}. */
public enum ContentType {
    /** Text, the default. */
    JSON("application/json"),
    /** Bare little-endian float32 numbers, nothing else. */
    FLOAT32("application/vnd.kinstream.float32");

    private final String word;

    ContentType(String word) {
        this.word = word;
    }

    /** The value of the header. */
    public String word() {
        return word;
    }

    /**
     * What the headers announce. Case and parameters ({@code ; charset=utf-8}) do not matter.
     *
     * @throws BadEventException for a type that is not known
     */
    static ContentType of(List<Header> headers) throws BadEventException {
        String announced = Header.find(headers, HeaderNames.CONTENT_TYPE).orElse(JSON.word);
        String word = announced.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        for (ContentType type : values()) {
            if (type.word.equals(word)) {
                return type;
            }
        }
        throw new BadEventException(
                Reason.WRONG_SHAPE,
                "header content-type must be " + JSON.word + " or " + FLOAT32.word + ", but was "
                        + Excerpt.quoted(announced));
    }
}
