package io.kinstream.wire;

/**
 * What the join knows of an item: its newest features, and which pairs wait for it. One look tells a pair whether it can
 * go on.
 *
 * <pre>
 *   features ({@link FeaturesCodec})                       while no pair waits
 *   0  first:varint  end:varint  linedUp:octet  features   else; without features if none came yet
 * </pre>
 *
 * @param features encoded, null while there are none
 * @param first the number of the first pair that waits
 * @param end the number that the next one will get; equal to {@code first} if none waits
 * @param linedUp whether the item is in the line of those that have features and still have pairs waiting
 */
public record KnownItem(byte[] features, long first, long end, boolean linedUp) {

    private static final int WAITED_FOR = 0; // no form of a vector
    private static final byte[] NONE = {};

    /**
     * @param bytes null if nothing is known
     * @throws CorruptDataException if it is not an item; the features are not looked into
     */
    public static KnownItem decode(byte[] bytes) {
        if (bytes == null || bytes.length > 0 && bytes[0] != WAITED_FOR) {
            return new KnownItem(bytes, 0, 0, false);
        }
        ByteReader in = new ByteReader("a known item", bytes);
        in.octet();
        long first = in.varint();
        long end = in.varint();
        int linedUp = in.octet();
        if (first < 0 || end <= first || linedUp > 1) {
            throw in.corrupt("pairs must wait for it, but were those from " + first + " to " + end + " (lined up: "
                    + linedUp + ")");
        }
        byte[] features = in.bytes(in.remaining());
        return new KnownItem(features.length == 0 ? null : features, first, end, linedUp == 1);
    }

    /** The item in as few bytes as say it, null if nothing is known. */
    public byte[] encode() {
        if (!isWaitedFor()) {
            return features;
        }
        byte[] known = features == null ? NONE : features;
        int size = 2 + ByteWriter.varintSize(first) + ByteWriter.varintSize(end) + known.length;
        return new ByteWriter(size)
                .octet(WAITED_FOR)
                .varint(first)
                .varint(end)
                .octet(linedUp ? 1 : 0)
                .bytes(known, 0, known.length)
                .written();
    }

    /** Whether pairs wait, with or without features: one that comes now has to wait behind them. */
    public boolean isWaitedFor() {
        return first < end;
    }

    /** The same with other features, null for none. */
    public KnownItem withFeatures(byte[] newest) {
        return new KnownItem(newest, first, end, linedUp);
    }

    /** The same with other pairs waiting. */
    public KnownItem withPairs(long from, long to, boolean inLine) {
        return new KnownItem(features, from, to, inLine);
    }
}
