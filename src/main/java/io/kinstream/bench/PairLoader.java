package io.kinstream.bench;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.stream.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Loads `pairs`. The last of them can be held back: they are on the topic, in a transaction that is not committed, and
 * so nobody reads them yet. Released, they are there all at once: that moment is where a measurement starts, with a
 * program that runs, is warm and has nothing to do.
 */
final class PairLoader implements AutoCloseable {

    /** As long as a broker allows by default: a program that starts must be ready by then. */
    private static final int TRANSACTION_MS = 900_000;

    private final String topic;
    private final int partitions;
    private final PairEvents events;
    private final KafkaProducer<byte[], byte[]> producer;
    private final CompletableFuture<Exception> refused = new CompletableFuture<>();
    private long next;

    PairLoader(KinstreamConfig config, PairEvents events) {
        this.topic = new Topics(config).pairs();
        this.partitions = config.pairsPartitions();
        this.events = events;
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 131072);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic + "-loader");
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MS);
        settings.putAll(config.kafka());
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    /** Sends so many more pairs, to be read at once. */
    void load(long count) {
        hold(count);
        producer.commitTransaction();
    }

    /** Sends so many more pairs, and returns when the broker has them; none is read before {@link #release}. */
    void hold(long count) {
        producer.beginTransaction();
        for (long end = next + count; next < end; next++) {
            producer.send(events.at(topic, (int) (next % partitions), next), (metadata, problem) -> {
                if (problem != null) {
                    refused.complete(problem);
                }
            });
        }
        producer.flush();
        Exception problem = refused.getNow(null);
        if (problem != null) {
            throw new KafkaException("the broker refused a record: " + problem.getMessage(), problem);
        }
    }

    /** Lets what was held back be read. */
    void release() {
        producer.commitTransaction();
    }

    @Override
    public void close() {
        producer.close();
    }
}
