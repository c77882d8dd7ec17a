package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.wire.SourceRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the learner's log, without an application: committed records only, in order, a few at a time. */
final class LogReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition log;
    private final Queue<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();

    LogReader(KinstreamConfig config) {
        Map<String, Object> settings = NewestRecords.settings(config.kafka());
        // An offset that is not there must be an error: to go on elsewhere would be to replay another log.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Topics topics = new Topics(config);
        log = new TopicPartition(config.direct() ? topics.pairs() : topics.trainingLog(), 0);
    }

    /**
     * Goes to a record; the next that is read is this one, or the first after it.
     *
     * @throws VerificationImpossible if there is no log, or it does not hold this offset
     */
    void start(long offset) throws VerificationImpossible {
        if (consumer.partitionsFor(log.topic()).isEmpty()) {
            throw new VerificationImpossible("the log to replay must exist, but there is no topic " + log.topic());
        }
        consumer.assign(List.of(log));
        long begin = consumer.beginningOffsets(List.of(log)).get(log);
        if (begin > offset) {
            throw new VerificationImpossible(log.topic() + " must be there from offset " + offset
                    + " on to be replayed, but begins at offset " + begin + ": what was before is deleted; replay it"
                    + " --from a model that was exported with a log_offset of " + begin + " or more");
        }
        consumer.seek(log, offset);
    }

    /**
     * The next record, if there is one before an offset.
     *
     * @throws VerificationImpossible if the log ends before that offset, or loses records while it is read
     */
    Optional<SourceRecord> next(long before) throws VerificationImpossible {
        while (fetched.isEmpty() && consumer.position(log) < before) {
            fetch(before);
        }
        boolean found = !fetched.isEmpty() && fetched.peek().offset() < before;
        return found ? Optional.of(source(fetched.remove())) : Optional.empty();
    }

    private void fetch(long before) throws VerificationImpossible {
        try {
            consumer.poll(POLL).forEach(fetched::add);
        } catch (OffsetOutOfRangeException e) {
            throw new VerificationImpossible(
                    log.topic() + " must stay while it is replayed, but lost records: " + e.getMessage());
        }
        if (fetched.isEmpty()) {
            long end = consumer.endOffsets(List.of(log)).get(log);
            if (end < before) {
                throw new VerificationImpossible(log.topic() + " must reach to offset " + before + ", but ends at "
                        + end + ": is it the log that the model was trained from?");
            }
        }
    }

    private static SourceRecord source(ConsumerRecord<byte[], byte[]> record) {
        return new SourceRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                DeadLetters.headers(record.headers()));
    }

    /** The topic that is read. */
    String topic() {
        return log.topic();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
