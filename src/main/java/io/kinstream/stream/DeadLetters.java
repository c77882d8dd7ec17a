package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.DeadLetter;
import io.kinstream.wire.Header;
import io.kinstream.wire.Reason;
import io.kinstream.wire.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Records of the dead-letter topic: the event's key, bytes and headers as they came, and headers that say what was
 * wrong and where the event stands.
 */
final class DeadLetters {

    /** Keeps a dead letter within the topic's record size, whatever was quoted. */
    private static final int LONGEST_MESSAGE = 1000;

    /** Room for our own headers and the record's frame. */
    private static final int LARGEST_EVENT = KinstreamConfig.RECORD_LIMIT_BYTES - 16 * 1024;

    private DeadLetters() {}

    /** The event a processor is looking at, as it came from its topic. */
    static SourceRecord source(Record<byte[], byte[]> record, RecordMetadata metadata) {
        return new SourceRecord(
                metadata.topic(),
                metadata.partition(),
                metadata.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                headers(record.headers()));
    }

    /** Headers as the rest of the program knows them. */
    static List<Header> headers(Headers headers) {
        List<Header> ours = new ArrayList<>();
        headers.forEach(header -> ours.add(new Header(header.key(), header.value())));
        return ours;
    }

    static Record<byte[], byte[]> of(SourceRecord source, BadEventException problem) {
        return of(source, problem.reason(), problem.getMessage());
    }

    /**
     * A dead letter. An event that no record may hold, as can be where compression brought it below the broker's limit,
     * is told without its bytes: they stay where it stands.
     */
    static Record<byte[], byte[]> of(SourceRecord source, Reason reason, String message) {
        if (source.bytes() > LARGEST_EVENT) {
            String without = message + "; it is not repeated here, as its " + source.bytes() + " bytes are too many";
            return of(source, null, null, List.of(), reason, without);
        }
        return of(source, source.key(), source.value(), source.headers(), reason, message);
    }

    private static Record<byte[], byte[]> of(
            SourceRecord source, byte[] key, byte[] value, List<Header> original, Reason reason, String message) {
        Headers headers = new RecordHeaders();
        String where = message + " (" + source.origin() + ")";
        String shown = where.length() > LONGEST_MESSAGE ? where.substring(0, LONGEST_MESSAGE) : where;
        DeadLetter.headers(source.origin(), original, reason, shown)
                .forEach(header -> headers.add(header.name(), header.value()));
        return new Record<>(key, value, source.timestamp(), headers);
    }
}
