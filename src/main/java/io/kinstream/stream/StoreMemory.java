package io.kinstream.stream;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/**
 * Bounds what the stores on disk take outside the heap. Of itself each of them has a cache of 50 MB and up to 48 MB that
 * are not written yet, and the join has four stores a partition.
 *
 * <p>What is not written yet is bounded for each store and not for all together, as RocksDB offers, too: a store that is
 * written would then have to make room for those that are not, and would write very small files.
 */
public final class StoreMemory implements RocksDBConfigSetter {

    private static final long MEGABYTE = 1024 * 1024;
    static final long CACHE_BYTES = 128 * MEGABYTE;
    static final int BUFFERS = 2;
    static final long BUFFER_BYTES = 8 * MEGABYTE;

    /** Of the process, whose stores come and go with the partitions assigned to it. */
    private static final class Shared {
        static final Cache CACHE = cache();

        private static Cache cache() {
            RocksDB.loadLibrary();
            return new LRUCache(CACHE_BYTES);
        }
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(Shared.CACHE);
        options.setTableFormatConfig(table);
        options.setWriteBufferSize(BUFFER_BYTES);
        options.setMaxWriteBufferNumber(BUFFERS);
    }

    @Override
    public void close(String storeName, Options options) {
        // the cache is there for the others
    }
}
