package io.kinstream.faults;

import io.kinstream.wire.Origin;
import io.kinstream.wire.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends the workload, through whatever happens to the broker, and knows where each event went. */
final class Feed implements AutoCloseable {

    private static final String PATIENCE_MS = "300000";

    /**
     * An event that is on its topic.
     *
     * @param timestamp of the record, milliseconds since the epoch
     */
    record Sent(Event event, Origin origin, long timestamp) {}

    private record OnTheWay(Event event, long timestamp, Future<RecordMetadata> place) {}

    /** Sends in order, so that nobody else has to wait for a broker that is away. */
    private final ExecutorService sender = Executors.newSingleThreadExecutor();

    private final Function<Topic, String> names;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Future<OnTheWay>> onTheWay = new ArrayList<>();
    private final Map<Origin, Sent> sent = new LinkedHashMap<>();

    Feed(String bootstrapServers, Function<Topic, String> names) {
        this.names = names;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS,
                        // A broker that comes back may refuse a first batch and take a second: none is on the way then.
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void send(List<Event> events) {
        for (Event event : events) {
            onTheWay.add(sender.submit(() -> send(event)));
        }
    }

    /**
     * The time is given to the record here: what a broker answers is the record's own only as long as it did not have the
     * batch already. To one that is sent again, as after a kill, it answers with the latest time in the batch.
     */
    private OnTheWay send(Event event) {
        long timestamp = System.currentTimeMillis();
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(names.apply(event.topic()), null, timestamp, event.key(), event.value());
        event.headers().forEach(header -> record.headers().add(header.name(), header.value()));
        return new OnTheWay(event, timestamp, producer.send(record));
    }

    /** Waits until all that was sent is there. */
    void flush() throws InterruptedException {
        try {
            for (Future<OnTheWay> each : onTheWay) {
                OnTheWay record = each.get();
                RecordMetadata metadata = record.place().get();
                Origin origin = new Origin(metadata.topic(), metadata.partition(), metadata.offset());
                sent.put(origin, new Sent(record.event(), origin, record.timestamp()));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the workload must be taken by the broker, but was not", e);
        }
        onTheWay.clear();
    }

    /** The events that are known to be there, by their place, in the order of sending. */
    Map<Origin, Sent> sent() {
        return sent;
    }

    @Override
    public void close() {
        sender.shutdownNow();
        producer.close(Duration.ZERO);
    }
}
