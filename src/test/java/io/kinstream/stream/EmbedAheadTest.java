package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.learn.SiameseLearner;
import io.kinstream.stream.EmbeddingMaker.Made;
import io.kinstream.wire.SnapshotCodec;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbedAheadTest {

    private final ModelInService model = new ModelInService(TestConfig.of(), TestConfig.meters());
    private final EmbeddingMaker maker = new EmbeddingMaker(model);
    private final ExecutorService threads = EmbedAhead.threads(1);
    private final EmbedAhead ahead = new EmbedAhead(model, threads);

    @BeforeEach
    void aModelIsInService() {
        SiameseLearner learner = new SiameseLearner(TestConfig.of().learnerSettings());
        Map<String, byte[]> entries = SnapshotCodec.encode(TestConfig.snapshot("m", learner)).stream()
                .collect(Collectors.toMap(SnapshotCodec.Entry::key, SnapshotCodec.Entry::value));
        model.offer(entries::get);
    }

    @AfterEach
    void stop() {
        ahead.close();
    }

    @Test
    void recordsAreFoundThoughOffsetsAreMissingBetweenThem() {
        List<ConsumerRecord<byte[], byte[]>> records = records(3, 7, 9, 12);
        Fetch fetch = new Fetch(records);
        fetch.makeFromTheEnd(maker);
        assertNull(fetch.take(3, record(value(records, 0), 0)), "the first one is left to the caller");
        assertNotNull(fetch.take(7, record(value(records, 1), 0)));
        assertNull(fetch.take(8, record(value(records, 2), 0)));
        assertNotNull(fetch.take(12, record(value(records, 3), 0)), "one that was passed over does no harm");
        assertFalse(fetch.endsBefore(12));
        assertTrue(fetch.endsBefore(13));
    }

    @Test
    void anotherRecordOfTheSameOffsetGetsNothing() {
        List<ConsumerRecord<byte[], byte[]>> records = records(0, 1, 2);
        Fetch fetch = new Fetch(records);
        fetch.makeFromTheEnd(maker);
        assertNull(fetch.take(1, record(value(records, 1).clone(), 0)));
        assertNull(fetch.take(1, record(value(records, 1), 7)), "a user's timestamp extractor gave it another time");
        assertNotNull(fetch.take(2, record(value(records, 2), 0)));
    }

    @Test
    void nothingIsMadeOfRecordsThatHadTheirTurn() {
        List<ConsumerRecord<byte[], byte[]>> records = records(0, 1, 2, 3);
        Fetch fetch = new Fetch(records);
        fetch.take(1, record(value(records, 1), 0));
        fetch.makeFromTheEnd(maker);
        assertNull(fetch.take(2, record(value(records, 2), 0)), "it is the next one: its turn may have come by now");
        assertNotNull(fetch.take(3, record(value(records, 3), 0)));
    }

    @Test
    void fetchesOfAPartitionFollowOneAnother() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> first =
                records(LongStream.range(0, 20).toArray());
        List<ConsumerRecord<byte[], byte[]>> second =
                records(LongStream.range(20, 40).toArray());
        ahead.fetched(Fetched.of(first));
        ahead.fetched(Fetched.of(second));
        threads.submit(() -> {}).get(); // after those
        assertNotNull(take(first, 19));
        assertNull(take(second, 0));
        assertNotNull(take(second, 1));
        assertNull(take(first, 5), "read again, a record of before is made again");
        assertNotNull(take(second, 19));
    }

    @Test
    void ofAPartitionThatIsGivenUpNothingIsKept() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> records =
                records(LongStream.range(0, 20).toArray());
        ahead.fetched(Fetched.of(records));
        threads.submit(() -> {}).get(); // after those
        ahead.forget(0);
        assertNull(take(records, 10));
    }

    @Test
    void interceptorsOfTheUserStay() {
        for (String key :
                List.of("interceptor.classes", "consumer.interceptor.classes", "main.consumer.interceptor.classes")) {
            Properties properties = new Properties();
            properties.put(key, "theirs");
            ahead.listenTo(properties);
            assertEquals(Map.of(key, "theirs"), properties);
        }
        Properties none = new Properties();
        ahead.listenTo(none);
        assertEquals(FetchInterceptor.class.getName(), none.get("main.consumer.interceptor.classes"));
    }

    private Made take(List<ConsumerRecord<byte[], byte[]>> records, int index) {
        ConsumerRecord<byte[], byte[]> record = records.get(index);
        return ahead.take(record.partition(), record.offset(), record(record.value(), 0));
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(long... offsets) {
        return LongStream.of(offsets)
                .mapToObj(offset -> Fetched.record(offset, 0, TrainDriver.utf8("{\"features\":[0.1,0.2,0.3,0.4]}")))
                .toList();
    }

    private static Record<byte[], byte[]> record(byte[] value, long timestamp) {
        return new Record<>(null, value, timestamp);
    }

    private static byte[] value(List<ConsumerRecord<byte[], byte[]>> records, int index) {
        return records.get(index).value();
    }
}
