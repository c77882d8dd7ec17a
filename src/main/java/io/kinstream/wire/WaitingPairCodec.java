package io.kinstream.wire;

import io.kinstream.nn.Label;

/**
 * Waiting pairs as bytes, for repartition topics and stores.
 *
 * <pre>
 *   1  record ({@link SourceRecordCodec})  label:octet weight:float32  side side
 *   side   1 id:text   or   2 vector ({@link FeaturesCodec})
 * </pre>
 *
 * The first octet is the format.
 */
public final class WaitingPairCodec {
    private static final int FORMAT = 1;
    private static final int ID = 1;
    private static final int INLINE = 2;
    private static final int ROOM_FOR_LENGTH = 5;

    private WaitingPairCodec() {}

    /** The pair in the present format. */
    public static byte[] encode(WaitingPair waiting) {
        PairEvent pair = waiting.pair();
        int size = SourceRecordCodec.roughSize(waiting.source()) + roughSize(pair.left()) + roughSize(pair.right());
        ByteWriter out = new ByteWriter(size).octet(FORMAT);
        SourceRecordCodec.write(waiting.source(), out);
        out.label(pair.label()).float32(pair.weight());
        write(pair.left(), out);
        write(pair.right(), out);
        return out.written();
    }

    /** @throws CorruptDataException when the bytes are not exactly one waiting pair */
    public static WaitingPair decode(byte[] bytes) {
        ByteReader in = new ByteReader("a waiting pair", bytes);
        in.expectFormat(FORMAT);
        SourceRecord source = SourceRecordCodec.read(in);
        Label label = in.label();
        float weight = in.float32();
        Side left = readSide(in);
        Side right = readSide(in);
        in.expectEnd();
        return new WaitingPair(source, new PairEvent(left, right, label, weight));
    }

    private static int roughSize(Side side) {
        return side instanceof Side.Inline inline
                ? FeaturesCodec.roughSize(inline.features())
                : ((Side.Id) side).id().length() + ROOM_FOR_LENGTH;
    }

    private static void write(Side side, ByteWriter out) {
        if (side instanceof Side.Id named) {
            out.octet(ID).text(named.id());
        } else if (side instanceof Side.Inline inline) {
            out.octet(INLINE);
            FeaturesCodec.write(inline.features(), FeaturesCodec.Form.of(inline.features()), out);
        }
    }

    private static Side readSide(ByteReader in) {
        int kind = in.octet();
        return switch (kind) {
            case ID -> new Side.Id(in.text());
            case INLINE -> new Side.Inline(FeaturesCodec.read(in));
            default -> throw in.corrupt("a side must be of kind 1 or 2, but was " + kind);
        };
    }
}
