package io.kinstream.wire;

import io.kinstream.learn.Pair;

/**
 * The replay buffer as entries of a store: one for each stored pair, and one that says what the buffer is.
 *
 * <pre>
 *   extent  1  1  slots:varint since:varint learned:varint
 *   pair    1  2  pair ({@link PairCodec})
 * </pre>
 *
 * The first octet is the format.
 */
public final class ReplayCodec {
    private static final int FORMAT = 1;
    private static final int EXTENT = 1;
    private static final int PAIR = 2;
    private static final int FORMAT_AND_KIND = 2;
    private static final int ROOM_FOR_EXTENT = 32;

    private ReplayCodec() {}

    /**
     * What a kept buffer is.
     *
     * @param slots how many pairs it can hold
     * @param since how many pairs were learned before it began
     * @param learned how many pairs were learned when it was kept
     */
    public record Extent(int slots, long since, long learned) {}

    public static byte[] encode(Extent extent) {
        ByteWriter out = new ByteWriter(ROOM_FOR_EXTENT).octet(FORMAT).octet(EXTENT);
        return out.varint(extent.slots)
                .varint(extent.since)
                .varint(extent.learned)
                .written();
    }

    public static byte[] encode(Pair pair) {
        PairCodec.Form form = PairCodec.Form.of(pair);
        ByteWriter out =
                new ByteWriter(FORMAT_AND_KIND + form.size()).octet(FORMAT).octet(PAIR);
        PairCodec.write(pair, form, out);
        return out.written();
    }

    /** @throws CorruptDataException when the bytes are not exactly an extent */
    public static Extent decodeExtent(byte[] bytes) {
        ByteReader in = open(bytes, EXTENT);
        Extent extent = new Extent(in.intVarint(), in.varint(), in.varint());
        if (extent.since < 0 || extent.learned < extent.since) {
            throw in.corrupt("it must have begun before it was kept, but was " + extent);
        }
        in.expectEnd();
        return extent;
    }

    /** @throws CorruptDataException when the bytes are null, as where none is kept, or not exactly a pair */
    public static Pair decodePair(byte[] bytes) {
        ByteReader in = open(bytes, PAIR);
        Pair pair = PairCodec.read(in);
        in.expectEnd();
        return pair;
    }

    private static ByteReader open(byte[] bytes, int kind) {
        if (bytes == null) {
            throw new CorruptDataException("an entry of the replay buffer is missing");
        }
        ByteReader in = new ByteReader("an entry of the replay buffer", bytes);
        in.expectFormat(FORMAT);
        int found = in.octet();
        if (found != kind) {
            throw in.corrupt("it must be of kind " + kind + ", but was " + found);
        }
        return in;
    }
}
