package io.kinstream.stream;

import io.kinstream.stream.EmbeddingMaker.Made;
import io.kinstream.wire.BadEventException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of one partition that were fetched together. Two threads share the work: the stream thread takes them in their
 * order, another one makes embeddings of them from the end on, until they meet.
 */
final class Fetch {

    private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);

    private final List<ConsumerRecord<byte[], byte[]>> records;
    private final AtomicReferenceArray<Made> made;
    private volatile int taken; // so many from the start on had their turn

    Fetch(List<ConsumerRecord<byte[], byte[]>> records) {
        this.records = records;
        this.made = new AtomicReferenceArray<>(records.size());
    }

    /** Makes embeddings from the end on. A record that cannot be used is left to the stream thread, which says so. */
    void makeFromTheEnd(EmbeddingMaker maker) {
        for (int i = records.size() - 1; i > taken; i--) {
            ConsumerRecord<byte[], byte[]> record = records.get(i);
            try {
                made.set(i, maker.make(record.key(), record.value(), record.headers(), record.timestamp()));
            } catch (BadEventException problem) {
                LOG.trace("Left to the stream thread: {}", problem.getMessage());
            }
        }
    }

    /**
     * Goes on to a record.
     *
     * @param record as the stream thread has it: with the very array that was fetched, and with the time that Kafka Streams
     *     gave it, which a user's timestamp extractor may have changed
     * @return what was made of it; null if nothing was
     */
    Made take(long offset, Record<byte[], byte[]> record) {
        int at = taken;
        while (at < records.size() && records.get(at).offset() < offset) {
            made.set(at++, null);
        }
        boolean isIt = at < records.size() && records.get(at).offset() == offset && isSame(records.get(at), record);
        Made found = isIt ? made.getAndSet(at, null) : null;
        taken = isIt ? at + 1 : at;
        return found;
    }

    private static boolean isSame(ConsumerRecord<byte[], byte[]> fetched, Record<byte[], byte[]> record) {
        return fetched.value() == record.value() && fetched.timestamp() == record.timestamp();
    }

    /** Whether all of its records come before an offset. */
    boolean endsBefore(long offset) {
        return records.get(records.size() - 1).offset() < offset;
    }
}
