package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import io.kinstream.wire.FeaturesCodec;
import io.kinstream.wire.KnownItem;
import io.kinstream.wire.PairEvent;
import io.kinstream.wire.Side;
import io.kinstream.wire.SourceRecord;
import io.kinstream.wire.WaitingPair;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.LongStream;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the join remembers, and how it looks it up. */
class JoinStateTest {

    private static final byte[] ITEM = id("item");
    private static final Features.Dense FEATURES = new Features.Dense(new float[] {1});
    private static final int PORTION = 1000;

    @TempDir
    private Path directory;

    private MockProcessorContext<byte[], byte[]> context;
    private JoinState state;
    private int searches;

    @BeforeEach
    @SuppressWarnings("unchecked")
    void nothingWaits() {
        context = new MockProcessorContext<>(new Properties(), new TaskId(1, 0), directory.toFile());
        for (KeyValueStore<byte[], byte[]> store : JoinStores.of(context)) {
            context.addStateStore((KeyValueStore<byte[], byte[]>) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {KeyValueStore.class}, (proxy, method, arguments) -> {
                        searches += KeyValueIterator.class.isAssignableFrom(method.getReturnType()) ? 1 : 0;
                        return method.invoke(store, arguments);
                    }));
        }
        state = new JoinState(context);
    }

    @Test
    void aPairGoesOnWithTheNewestFeaturesUnlessOthersWaitInFrontOfIt() {
        assertNull(state.ready(ITEM));
        assertFalse(state.putItem(ITEM, FeaturesCodec.encode(FEATURES)));
        assertArrayEquals(FEATURES.values(), ((Features.Dense) state.ready(ITEM)).values());
        state.park(ITEM, 5000, pair(0));
        assertNull(state.ready(ITEM));
        assertTrue(state.putItem(ITEM, FeaturesCodec.encode(new Features.Dense(new float[] {2}))));
        assertNull(state.ready(ITEM));
        assertEquals(offsets(0, 1), released(ITEM));
        assertArrayEquals(new float[] {2}, ((Features.Dense) state.ready(ITEM)).values());
        state.forgetItem(ITEM);
        assertNull(state.ready(ITEM));
    }

    /** An iterator passes over all that was deleted around where it begins and ends. */
    @Test
    void noStoreIsSearchedForPairsThatAreLetGo() {
        searches = 0;
        for (int i = 0; i < 3 * PORTION; i++) {
            state.park(ITEM, 5000, pair(i));
        }
        state.putItem(ITEM, FeaturesCodec.encode(FEATURES));
        assertEquals(offsets(0, PORTION), released(ITEM));
        assertTrue(isWaitedFor(ITEM));
        assertEquals(offsets(PORTION, 2 * PORTION), releasedFromLine());
        assertEquals(offsets(2 * PORTION, 3 * PORTION), released(ITEM));
        assertFalse(isWaitedFor(ITEM));
        assertEquals(List.of(), releasedFromLine());
        assertEquals(List.of(), released(id("nobody waits for it")));
        assertEquals(0, searches);
    }

    @Test
    void theLineIsKept() {
        for (String item : List.of("a", "b", "c")) {
            state.putItem(id(item), FeaturesCodec.encode(FEATURES));
            for (int i = 0; i <= PORTION; i++) {
                state.park(id(item), 5000, pair(i));
            }
            released(id(item));
        }
        state.forgetItem(id("b"));
        state = new JoinState(context);
        assertEquals(List.of((long) PORTION, (long) PORTION), releasedFromLine());
        assertEquals(List.of((long) PORTION), released(id("b")));
    }

    @Test
    void itIsToldWhenTheNextPairIsDue() {
        state.park(ITEM, 5000, pair(0));
        state.park(ITEM, 5001, pair(1));
        state.park(id("other"), 7000, pair(2));
        List<Long> expired = new ArrayList<>();
        assertEquals(5000, expire(5000, expired));
        assertEquals(7000, expire(5002, expired));
        assertEquals(List.of(0L, 1L), expired);
        assertFalse(isWaitedFor(ITEM));
        assertEquals(Long.MAX_VALUE, expire(7001, expired));
        assertEquals(List.of(0L, 1L, 2L), expired);
    }

    @Test
    void aPairParkedAfterTheClockWasSetBackIsGivenUpBeforeThoseInFrontOfIt() {
        state.park(ITEM, 9000, pair(0));
        state.park(ITEM, 8000, pair(1));
        state.park(ITEM, 5000, pair(2));
        state.park(ITEM, 9000, pair(3));
        List<Long> expired = new ArrayList<>();
        assertEquals(9000, expire(8500, expired));
        assertEquals(List.of(2L, 1L), expired);
        assertEquals(List.of(0L, 3L), released(ITEM));
        assertFalse(isWaitedFor(ITEM));
    }

    @Test
    void anItemIsNotWaitedForAnyMoreWhenTheLastPairIsGivenUpWhicheverThatIs() {
        state.park(ITEM, 9000, pair(0));
        state.park(ITEM, 8000, pair(1));
        List<Long> expired = new ArrayList<>();
        expire(8500, expired);
        assertTrue(isWaitedFor(ITEM));
        expire(9500, expired);
        assertEquals(List.of(1L, 0L), expired);
        assertFalse(isWaitedFor(ITEM));
    }

    private boolean isWaitedFor(byte[] item) {
        KeyValueStore<byte[], byte[]> items = context.getStateStore(JoinState.ITEMS);
        return KnownItem.decode(items.get(item)).isWaitedFor();
    }

    private long expire(long now, List<Long> offsets) {
        return state.expire(
                now, new Allowance(), pair -> offsets.add(pair.source().offset()));
    }

    private List<Long> released(byte[] item) {
        List<Long> offsets = new ArrayList<>();
        state.release(item, new Allowance(), pair -> offsets.add(pair.source().offset()));
        return offsets;
    }

    private List<Long> releasedFromLine() {
        List<Long> offsets = new ArrayList<>();
        Allowance allowance = new Allowance();
        state.releasing(
                allowance,
                (item, features) -> state.release(
                        item, allowance, pair -> offsets.add(pair.source().offset())));
        return offsets;
    }

    private static List<Long> offsets(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static WaitingPair pair(long offset) {
        PairEvent event = new PairEvent(new Side.Id("item"), new Side.Id("other"), Label.SIMILAR, 1);
        return new WaitingPair(new SourceRecord("pairs", 0, offset, 0, null, new byte[] {1}, List.of()), event);
    }

    private static byte[] id(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }
}
