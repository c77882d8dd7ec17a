package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.config.Role;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What the two applications tell Kafka Streams; users' {@code kafka.} settings win over the ones here. */
public final class StreamsSettings {

    private StreamsSettings() {}

    /**
     * Training: exactly once, one transaction for offsets, weights and outputs about once a second.
     *
     * @param instance the stable name of this process, see {@link InstanceId}
     */
    static Properties train(KinstreamConfig config, String instance) {
        Properties properties = common(config, Role.TRAIN, instance);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        String limit = Integer.toString(KinstreamConfig.RECORD_LIMIT_BYTES);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), limit);
        properties.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), limit);
        // A pair with its features is some KB: of Kafka's 16 KB a batch would hold two or three, and cost a request.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), "262144");
        properties.putAll(config.kafka());
        return properties;
    }

    /**
     * Embedding: an embedding may be written twice, it is the same both times; what counts is that it comes soon.
     *
     * @param instance the stable name of this process
     */
    public static Properties embed(KinstreamConfig config, String instance) {
        Properties properties = common(config, Role.EMBED, instance);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        // Without a linger the sender keeps up, and a request takes a few embeddings only, which costs throughput where
        // many wait. Kafka's 5 ms would be most of the time that an embedding takes, and gain no more.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), "1");
        // Nothing waits for such a batch to fill; where many wait to be sent, Kafka's 16 KB cost more requests.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), "65536");
        // As the system sees fit: the next answer comes in while the last one is worked off. With Kafka's 64 KB the
        // broker waits to be read from, which is well for training: it gives way.
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.RECEIVE_BUFFER_CONFIG), "-1");
        properties.put(StreamsConfig.GLOBAL_CONSUMER_PREFIX + ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.putAll(config.kafka());
        return properties;
    }

    private static Properties common(KinstreamConfig config, Role role, String instance) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId(role),
                StreamsConfig.CLIENT_ID_CONFIG, config.applicationId(role),
                StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString(),
                StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads(role),
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                        config.commitInterval(role).toMillis(),
                StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true,
                StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"));
        properties.put("processing.exception.handler.global.enabled", true); // as from Kafka 5.0 on
        // A broker may be away for hours: waiting for it is better than to end and to wait in the start.
        properties.put(
                StreamsConfig.TASK_TIMEOUT_MS_CONFIG,
                Long.toString(Duration.ofDays(1).toMillis()));
        // A killed process comes back under the same name and gets its tasks at once, instead of after the session.
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), "10000");
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), "3000");
        // How long a client waits at first before it asks again: for a coordinator that is not there yet, or a
        // transaction
        // that still ends. With Kafka's 100 ms that is a third of a second of a first start.
        properties.put(StreamsConfig.RETRY_BACKOFF_MS_CONFIG, "20");
        // A broker answers what comes over one connection in turn: who asks where a partition ends waits until a fetch
        // is answered, for which there may be nothing. With Kafka's 500 ms that is another half of a second of a start.
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), "100");
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StoreMemory.class);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), "4194304");
        // What one answer brings lives until it is worked off: of Kafka's 50 MB the garbage grows old, and costs a full
        // collection, during which embedding waits, too.
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), "8388608");
        // A whole model is a few large records: let a restart read them in few requests.
        properties.put(
                StreamsConfig.restoreConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), "16777216");
        return properties;
    }
}
