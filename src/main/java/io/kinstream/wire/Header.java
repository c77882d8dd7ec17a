package io.kinstream.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A header of a record. A name may occur several times; as with Kafka the last one counts.
 *
 * @param value may be null
 */
public record Header(String name, byte[] value) {

    /** A header whose value is text, in UTF-8. */
    public static Header text(String name, String value) {
        return new Header(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** The text of the last header of this name; empty when there is none or its value is null. */
    public static Optional<String> find(List<Header> headers, String name) {
        for (int i = headers.size() - 1; i >= 0; i--) {
            Header header = headers.get(i);
            if (header.name.equals(name)) {
                return Optional.ofNullable(header.value).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }
}
