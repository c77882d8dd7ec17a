package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** Bounds are seen in databases, as settings may be given and not taken. */
class StoreMemoryTest {

    private static final String CAPACITY = "rocksdb.block-cache-capacity";
    private static final String USAGE = "rocksdb.block-cache-usage";

    @TempDir
    private Path directory;

    @Test
    void allStoresShareOneCache() throws RocksDBException {
        try (Options options = options();
                Options others = options();
                RocksDB one = RocksDB.open(options, directory.resolve("one").toString());
                RocksDB other = RocksDB.open(others, directory.resolve("other").toString())) {
            assertEquals(StoreMemory.CACHE_BYTES, one.getLongProperty(CAPACITY));
            long before = other.getLongProperty(USAGE);
            byte[] key = "key".getBytes(StandardCharsets.UTF_8);
            one.put(key, new byte[100_000]);
            try (FlushOptions flush = new FlushOptions()) {
                one.flush(flush);
            }
            one.get(key);
            assertTrue(other.getLongProperty(USAGE) >= before + 100_000);
        }
    }

    @Test
    void theStoresOfTheJoinAreBounded() {
        try (TrainDriver train = new TrainDriver(TestConfig.of(), directory)) {
            List<Object> capacities = train.driver().metrics().values().stream()
                    .filter(metric -> metric.metricName().name().equals("block-cache-capacity"))
                    .filter(metric -> metric.metricName().tags().containsValue(JoinState.ITEMS))
                    .map(Metric::metricValue)
                    .toList();
            assertEquals(List.of(BigInteger.valueOf(StoreMemory.CACHE_BYTES)), capacities);
        }
    }

    @Test
    void aStoreDoesNotKeepMoreThanItsBuffersUnwritten() throws RocksDBException {
        try (Options options = options();
                RocksDB store = RocksDB.open(options, directory.resolve("store").toString())) {
            long most = 0;
            byte[] value = new byte[10_000];
            for (int i = 0; i < 5000; i++) {
                store.put(Integer.toString(i).getBytes(StandardCharsets.UTF_8), value);
                most = Math.max(most, store.getLongProperty("rocksdb.cur-size-all-mem-tables"));
            }
            assertTrue(most > StoreMemory.BUFFER_BYTES / 2, () -> "it must keep some, or the property is another");
            assertTrue(most <= StoreMemory.BUFFERS * StoreMemory.BUFFER_BYTES * 1.1, "must be bounded");
        }
    }

    /** As a store of Kafka Streams has them, as far as it counts here. */
    private static Options options() {
        Options options = new Options().setCreateIfMissing(true);
        options.setTableFormatConfig(new BlockBasedTableConfig());
        options.setWriteBufferSize(16 * 1024 * 1024);
        options.setMaxWriteBufferNumber(3);
        new StoreMemory().setConfig("store", options, Map.of());
        return options;
    }
}
