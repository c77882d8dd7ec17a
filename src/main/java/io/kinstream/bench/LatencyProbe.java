package io.kinstream.bench;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.local.Dataset;
import io.kinstream.stream.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends features at a fixed rate and takes the time until what became of them is read from `embeddings`. */
final class LatencyProbe {

    private static final Duration LAST_WITHIN = Duration.ofSeconds(30);
    private static final String KEY = "probe-";

    /** Few, as they are in the process that is the broker, too: while it collects garbage, events wait. */
    private static final int DIFFERENT_EVENTS = 1000;

    private final Topics topics;
    private final Map<String, Object> kafka;
    private final byte[][] events;
    private final int perSecond;
    private final AtomicLongArray sent;
    private final AtomicLongArray received;

    /**
     * @param count how many are sent
     * @param perSecond at what rate
     */
    LatencyProbe(KinstreamConfig config, Dataset items, int count, int perSecond) {
        this.topics = new Topics(config);
        this.kafka = new HashMap<>(config.kafka());
        this.events = items.training().stream()
                .limit(DIFFERENT_EVENTS)
                .map(PairEvents::features)
                .toArray(byte[][]::new);
        this.perSecond = perSecond;
        this.sent = new AtomicLongArray(count);
        this.received = new AtomicLongArray(count);
    }

    /**
     * Sends all and waits for all.
     *
     * @param skip how many of the first ones do not count
     * @return milliseconds of each, from before it is given to the producer to when the consumer has it
     */
    double[] run(int skip) throws InterruptedException {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topics.embeddings()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position); // finds the end now, not when the first one is there
            Thread sender = new Thread(this::send, "probe-sender");
            sender.start();
            receive(consumer, sender);
            sender.join();
        }
        double[] millis = new double[sent.length() - skip];
        Arrays.setAll(millis, i -> (received.get(i + skip) - sent.get(i + skip)) / 1e6);
        return millis;
    }

    private void send() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.partitionsFor(topics.features()); // connects before the clock runs
            long started = System.nanoTime();
            for (int i = 0; i < sent.length(); i++) {
                long due = started + i * 1_000_000_000L / perSecond;
                for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                    LockSupport.parkNanos(early);
                }
                byte[] key = (KEY + i).getBytes(StandardCharsets.UTF_8);
                sent.set(i, System.nanoTime());
                producer.send(new ProducerRecord<>(topics.features(), key, events[i % events.length]));
            }
        }
    }

    private void receive(KafkaConsumer<byte[], byte[]> consumer, Thread sender) {
        int missing = sent.length();
        long giveUpAt = Long.MAX_VALUE;
        while (missing > 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                String key = new String(record.key(), StandardCharsets.UTF_8);
                if (key.startsWith(KEY)
                        && received.compareAndSet(
                                Integer.parseInt(key.substring(KEY.length())), 0, System.nanoTime())) {
                    missing--;
                }
            }
            if (giveUpAt == Long.MAX_VALUE && !sender.isAlive()) {
                giveUpAt = System.nanoTime() + LAST_WITHIN.toNanos();
            } else if (System.nanoTime() > giveUpAt) {
                throw new IllegalStateException(topics.embeddings() + " must get all of " + sent.length()
                        + " items within " + LAST_WITHIN + " after the last, but " + missing + " are missing");
            }
        }
    }
}
