package io.kinstream.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.kinstream.learn.Pair;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import io.kinstream.testing.Digits;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** An event costs its vectors, its bytes and little besides: nothing for each number. */
class AllocationTest {
    private static final int TIMES = 2000;
    private static final int VECTOR = Digits.PIXELS * Float.BYTES;
    private static final int LITTLE = 2500;

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final EventDecoder decoder = new EventDecoder(Digits.PIXELS, 1 << 20);
    private final Digits digits = new Digits();
    private final float[] left = digits.dense(1).values();
    private final float[] right = digits.dense(2).values();

    @Test
    void aJsonPairCostsItsVectors() throws Exception {
        byte[] value = Examples.utf8("{\"left\":{\"features\":" + Arrays.toString(left) + "},\"right\":{\"features\":"
                + Arrays.toString(right) + "},\"label\":\"similar\"}");
        assertAllocates(2 * VECTOR + LITTLE, () -> decoder.pair(value, List.of()));
    }

    @Test
    void aSparseJsonEventCostsInProportionToItsOwnSize() throws Exception {
        String numbers = "[1,22,333]";
        byte[] value = Examples.utf8("{\"features\":{\"indices\":" + numbers + ",\"values\":" + numbers + "}}");
        EventDecoder wide = new EventDecoder(1 << 20, 1 << 20);
        assertAllocates(2 * Float.BYTES * value.length + LITTLE, () -> wide.features(value, List.of()));
    }

    @Test
    void aBinaryPairCostsItsVectors() throws Exception {
        ByteBuffer value = ByteBuffer.allocate(2 * VECTOR).order(ByteOrder.LITTLE_ENDIAN);
        value.asFloatBuffer().put(left).put(right);
        List<Header> headers = List.of(
                Header.text(HeaderNames.CONTENT_TYPE, ContentType.FLOAT32.word()),
                Header.text(HeaderNames.LABEL, "similar"));
        assertAllocates(2 * VECTOR + LITTLE, () -> decoder.pair(value.array(), headers));
    }

    @Test
    void anEntryOfTheLogCostsItsBytesAndAListOfWhatIsNotZero() throws Exception {
        Pair pair = new Pair(new Features.Dense(left), new Features.Dense(right), Label.SIMILAR, 1);
        LogEntry entry = new LogEntry.Learn(new Origin("kinstream.pairs", 0, 1), pair);
        byte[] bytes = LogEntryCodec.encode(entry);
        assertAllocates(bytes.length + 2 * VECTOR + LITTLE, () -> LogEntryCodec.encode(entry));
        assertAllocates(2 * bytes.length + LITTLE, () -> LogEntryCodec.decode(bytes));
    }

    @Test
    void anEmbeddingCostsItsTextTwiceAndAStringForEachNumber() throws Exception {
        EmbeddingRecord embedding = new EmbeddingRecord("item", Arrays.copyOfRange(left, 200, 232), "model", 1, 2);
        int length = embedding.toJson().length;
        assertAllocates(2 * length + 32 * 120 + LITTLE, embedding::toJson);
    }

    /** Compiled or not, the average must be below the limit: warming up only takes away. */
    private void assertAllocates(int limit, Callable<?> work) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            work.call();
        }
        long before = thread.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < TIMES; i++) {
            work.call();
        }
        long each = (thread.getCurrentThreadAllocatedBytes() - before) / TIMES;
        assertTrue(each <= limit, "bytes must be at most " + limit + ", but were " + each);
    }
}
