package io.kinstream.wire;

import io.kinstream.learn.Pair;
import io.kinstream.nn.Features;
import io.kinstream.nn.Label;

/** A pair as the program's own formats have it: {@code label:octet weight:float32 left right} ({@link FeaturesCodec}). */
final class PairCodec {
    private static final int LABEL_AND_WEIGHT = 1 + Float.BYTES;

    private PairCodec() {}

    /** How a pair is written. */
    record Form(FeaturesCodec.Form left, FeaturesCodec.Form right) {

        static Form of(Pair pair) {
            return new Form(FeaturesCodec.Form.of(pair.left()), FeaturesCodec.Form.of(pair.right()));
        }

        int size() {
            return LABEL_AND_WEIGHT + left.size() + right.size();
        }
    }

    static void write(Pair pair, Form form, ByteWriter out) {
        out.label(pair.label()).float32(pair.weight());
        FeaturesCodec.write(pair.left(), form.left, out);
        FeaturesCodec.write(pair.right(), form.right, out);
    }

    static Pair read(ByteReader in) {
        Label label = in.label();
        float weight = in.float32();
        Features left = FeaturesCodec.read(in);
        Features right = FeaturesCodec.read(in);
        return new Pair(left, right, label, weight);
    }
}
