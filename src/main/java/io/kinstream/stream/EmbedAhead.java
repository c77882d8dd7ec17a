package io.kinstream.stream;

import io.kinstream.stream.EmbeddingMaker.Made;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.ThreadUtils;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Embeds records that are fetched and whose turn has not come yet, with threads of its own beside the stream threads. What
 * is written, and in which order, is up to the stream threads: nothing waits for what is made here.
 */
final class EmbedAhead implements AutoCloseable {

    /** Fewer are embedded sooner than another thread has woken up. */
    static final int WORTH_SHARING = 16;

    private final ModelInService model;
    private final ExecutorService threads;
    private final Map<Integer, Queue<Fetch>> fetches = new ConcurrentHashMap<>(); // by partition of the features

    /** @param threads ended with this object */
    EmbedAhead(ModelInService model, ExecutorService threads) {
        this.model = model;
        this.threads = threads;
    }

    /** @param count &gt;= 1 */
    static ExecutorService threads(int count) {
        return Executors.newFixedThreadPool(count, ThreadUtils.createThreadFactory("embed-ahead-%d", true));
    }

    /**
     * Has the main consumers of an application tell what they fetch, unless the user has interceptors of their own there:
     * Kafka takes one list only, and theirs is not to be lost.
     */
    void listenTo(Properties streams) {
        String key = ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG;
        if (!streams.containsKey(key)
                && !streams.containsKey(StreamsConfig.consumerPrefix(key))
                && !streams.containsKey(StreamsConfig.mainConsumerPrefix(key))) {
            streams.put(StreamsConfig.mainConsumerPrefix(key), FetchInterceptor.class.getName());
            streams.put(StreamsConfig.mainConsumerPrefix(FetchInterceptor.LISTENER), this);
        }
    }

    /** Begins with what was fetched. */
    void fetched(ConsumerRecords<byte[], byte[]> records) {
        if (records.count() < WORTH_SHARING) {
            return;
        }
        for (TopicPartition partition : records.partitions()) {
            Fetch fetch = new Fetch(records.records(partition));
            fetches.computeIfAbsent(partition.partition(), p -> new ConcurrentLinkedQueue<>())
                    .add(fetch);
            threads.execute(() -> fetch.makeFromTheEnd(new EmbeddingMaker(model)));
        }
    }

    /**
     * What was made of a record whose turn it is now.
     *
     * @param record as the stream thread has it
     * @return null if nothing was, or by another model than the one in service now
     */
    Made take(int partition, long offset, Record<byte[], byte[]> record) {
        Queue<Fetch> ofPartition = fetches.get(partition);
        if (ofPartition == null || ofPartition.isEmpty()) {
            return null;
        }
        Made made = ofPartition.peek().take(offset, record);
        while (!ofPartition.isEmpty() && ofPartition.peek().endsBefore(offset + 1)) {
            ofPartition.remove(); // now, as it may be long until more is fetched
        }
        return made != null && made.model() == model.current() ? made : null;
    }

    /** The stream thread has no more to do with a partition. */
    void forget(int partition) {
        fetches.remove(partition);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
