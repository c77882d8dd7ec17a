package io.kinstream.stream;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Tells {@link EmbedAhead} what a consumer has fetched; changes nothing. Kafka makes one for each consumer. */
public final class FetchInterceptor implements ConsumerInterceptor<byte[], byte[]> {

    /** The consumer's setting that holds the {@link EmbedAhead} to tell. */
    static final String LISTENER = "kinstream.embed.ahead";

    private EmbedAhead ahead;

    @Override
    public void configure(Map<String, ?> settings) {
        ahead = (EmbedAhead) settings.get(LISTENER);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        ahead.fetched(records);
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // of no interest
    }

    @Override
    public void close() {
        // nothing is held
    }
}
