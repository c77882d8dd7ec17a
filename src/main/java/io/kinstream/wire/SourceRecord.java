package io.kinstream.wire;

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
    public SourceRecord {
        headers = List.copyOf(headers);
    }

    /** Where it was read. */
    public Origin origin() {
        return new Origin(topic, partition, offset);
    }
}
