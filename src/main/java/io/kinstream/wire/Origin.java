package io.kinstream.wire;

/** Where a record was read: enough to find it again. */
public record Origin(String topic, int partition, long offset) {
    /** As in Kafka's own messages: {@code kinstream.pairs-0@4711}. */
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
