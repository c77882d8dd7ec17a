package io.kinstream.stream;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Features as a consumer fetches them. */
final class Fetched {

    /** Of all items. */
    static final String ID = "fetched";

    private static final TopicPartition PARTITION = new TopicPartition("features", 0);

    private Fetched() {}

    static ConsumerRecords<byte[], byte[]> of(List<ConsumerRecord<byte[], byte[]>> records) {
        return new ConsumerRecords<>(Map.of(PARTITION, records), Map.of());
    }

    static ConsumerRecord<byte[], byte[]> record(long offset, long timestamp, byte[] value) {
        byte[] key = ID.getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                key.length,
                value.length,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
