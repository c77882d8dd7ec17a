package io.kinstream.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An event as it was read, untouched, so that it can become a dead letter later.
 *
 * @param timestamp milliseconds since the epoch
 * @param key may be null
 * @param value may be null
 */
public record SourceRecord(
        String topic, int partition, long offset, long timestamp, byte[] key, byte[] value, List<Header> headers) {
    /** Two lengths of up to five bytes each. */
    private static final int HEADER_FRAME = 10;

    public SourceRecord {
        headers = List.copyOf(headers);
    }

    /** How many bytes the key, the value and the headers have together, what frames them included. */
    public long bytes() {
        long bytes = length(key) + length(value);
        for (Header header : headers) {
            bytes += HEADER_FRAME + header.name().getBytes(StandardCharsets.UTF_8).length + length(header.value());
        }
        return bytes;
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** Where it was read. */
    public Origin origin() {
        return new Origin(topic, partition, offset);
    }
}
