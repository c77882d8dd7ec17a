package io.kinstream.wire;

import io.kinstream.learn.Pair;
import java.nio.charset.StandardCharsets;

/**
 * The training log's records as bytes.
 *
 * <pre>
 *   learn   1  1  topic:text partition:varint offset:varint  pair ({@link PairCodec})
 *   flush   1  2
 *   wake up 1  3
 * </pre>
 *
 * The first octet is the format.
 */
public final class LogEntryCodec {
    private static final int FORMAT = 1;
    private static final int LEARN = 1;
    private static final int FLUSH = 2;
    private static final int WAKE_UP = 3;

    private static final int FORMAT_AND_KIND = 2;

    private LogEntryCodec() {}

    /** The entry in the present format. */
    public static byte[] encode(LogEntry entry) {
        if (entry instanceof LogEntry.Learn learn) {
            return encode(learn);
        }
        int kind = entry instanceof LogEntry.Flush ? FLUSH : WAKE_UP;
        return new ByteWriter(2).octet(FORMAT).octet(kind).written();
    }

    private static byte[] encode(LogEntry.Learn learn) {
        Pair pair = learn.pair();
        Origin origin = learn.origin();
        PairCodec.Form form = PairCodec.Form.of(pair);
        byte[] topic = origin.topic().getBytes(StandardCharsets.UTF_8);
        int size = FORMAT_AND_KIND
                + ByteWriter.blockSize(topic)
                + ByteWriter.varintSize(origin.partition())
                + ByteWriter.varintSize(origin.offset())
                + form.size();
        ByteWriter out = new ByteWriter(size).octet(FORMAT).octet(LEARN);
        out.block(topic).varint(origin.partition()).varint(origin.offset());
        PairCodec.write(pair, form, out);
        return out.written();
    }

    /** @throws CorruptDataException when the bytes are not exactly one entry */
    public static LogEntry decode(byte[] bytes) {
        ByteReader in = new ByteReader("an entry of the training log", bytes);
        in.expectFormat(FORMAT);
        int kind = in.octet();
        LogEntry entry = switch (kind) {
            case LEARN -> readLearn(in);
            case FLUSH -> new LogEntry.Flush();
            case WAKE_UP -> new LogEntry.WakeUp();
            default -> throw in.corrupt("an entry must be of kind 1, 2 or 3, but was " + kind);
        };
        in.expectEnd();
        return entry;
    }

    private static LogEntry readLearn(ByteReader in) {
        Origin origin = new Origin(in.text(), in.intVarint(), in.varint());
        return new LogEntry.Learn(origin, PairCodec.read(in));
    }
}
