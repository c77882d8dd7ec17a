package io.kinstream.bench;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.stream.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts what is written to `embeddings` by the ends of its partitions, so that counting costs nearly nothing. */
final class Outputs implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /** So many records were there at a moment, see {@link System#nanoTime}. */
    record Moment(long records, long nanos) {
        /** Records a second from an earlier moment to this one. */
        double perSecondSince(Moment earlier) {
            return (records - earlier.records) / ((nanos - earlier.nanos) / 1e9);
        }
    }

    Outputs(KinstreamConfig config) {
        consumer = new KafkaConsumer<>(
                Map.copyOf(config.kafka()), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(new Topics(config).embeddings()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
    }

    Moment now() {
        long records = consumer.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return new Moment(records, System.nanoTime());
    }

    /** Waits until there are at least so many. */
    Moment await(long records, Duration patience, BooleanSupplier alive) {
        long giveUpAt = System.nanoTime() + patience.toNanos();
        Moment moment = now();
        while (moment.records() < records) {
            if (moment.nanos() > giveUpAt || !alive.getAsBoolean()) {
                throw new IllegalStateException("embeddings must be " + records + " within " + patience + ", but were "
                        + moment.records() + (alive.getAsBoolean() ? "" : " and the program has ended"));
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            moment = now();
        }
        return moment;
    }

    /** The mean size of the values of some records. */
    int meanBytes() {
        consumer.seekToBeginning(partitions);
        return (int) Math.round(
                StreamSupport.stream(consumer.poll(Duration.ofSeconds(10)).spliterator(), false)
                        .map(ConsumerRecord::value)
                        .mapToInt(value -> value.length)
                        .average()
                        .orElseThrow());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
