package io.kinstream.wire;

import io.kinstream.nn.Features;

/**
 * Vectors in the fewest bytes without losing a bit.
 *
 * <pre>
 *   dense   1  count:varint  count x float32
 *   sparse  2  count:varint  count x gap:varint  count x float32
 * </pre>
 *
 * A gap is an index less the one before it, the first one's is the index itself. A dense vector with enough zeros is
 * written, and then read again, as a sparse one: the same vector for every encoder. Only +0 counts as zero here; -0 and
 * the smallest numbers are kept as they are.
 */
public final class FeaturesCodec {
    private static final int DENSE = 1;
    private static final int SPARSE = 2;
    private static final int SMALLEST_STORED = 1 + Float.BYTES;
    private static final int ROOM_FOR_COUNT = 6;

    private FeaturesCodec() {}

    /**
     * How a vector is written.
     *
     * @param indices of the numbers to write, the first ones of the array; null for all, dense
     * @param stored how many numbers
     * @param size of it all, in bytes
     */
    record Form(int[] indices, int stored, int size) {

        /** Dense or sparse, whichever is smaller. */
        static Form of(Features features) {
            if (features instanceof Features.Sparse sparse) {
                return sparse(sparse.indices(), sparse.stored());
            }
            float[] values = ((Features.Dense) features).values();
            int[] indices = new int[values.length];
            int stored = 0;
            for (int i = 0; i < values.length; i++) {
                indices[stored] = i;
                // Without a branch, which could not be foreseen: a number that is not stored is overwritten.
                int bits = Float.floatToRawIntBits(values[i]);
                stored += (bits | -bits) >>> 31;
            }
            Form dense = new Form(null, values.length, size(values.length));
            if ((long) stored * SMALLEST_STORED >= (long) values.length * Float.BYTES) {
                return dense;
            }
            Form sparse = sparse(indices, stored);
            return sparse.size < dense.size ? sparse : dense;
        }

        private static Form sparse(int[] indices, int stored) {
            int size = size(stored);
            int before = 0;
            for (int i = 0; i < stored; i++) {
                size += ByteWriter.varintSize(indices[i] - before);
                before = indices[i];
            }
            return new Form(indices, stored, size);
        }

        private static int size(int stored) {
            return 1 + ByteWriter.varintSize(stored) + stored * Float.BYTES;
        }
    }

    /** The vector, dense or sparse, whichever is smaller. */
    public static byte[] encode(Features features) {
        Form form = Form.of(features);
        ByteWriter out = new ByteWriter(form.size);
        write(features, form, out);
        return out.written();
    }

    /** @throws CorruptDataException when the bytes are not exactly one vector */
    public static Features decode(byte[] bytes) {
        ByteReader in = new ByteReader("a vector", bytes);
        Features features = read(in);
        in.expectEnd();
        return features;
    }

    /** Enough for any form of the vector. */
    static int roughSize(Features features) {
        return ROOM_FOR_COUNT + features.stored() * (Float.BYTES + ByteWriter.varintSize(Integer.MAX_VALUE));
    }

    static void write(Features features, Form form, ByteWriter out) {
        out.octet(form.indices == null ? DENSE : SPARSE).varint(form.stored);
        if (form.indices != null) {
            writeGaps(form, out);
        }
        if (features instanceof Features.Sparse sparse) {
            out.floats(sparse.values(), 0, form.stored);
        } else if (features instanceof Features.Dense dense && form.indices == null) {
            out.floats(dense.values(), 0, form.stored);
        } else if (features instanceof Features.Dense dense) {
            for (int i = 0; i < form.stored; i++) {
                out.float32(dense.values()[form.indices[i]]);
            }
        }
    }

    private static void writeGaps(Form form, ByteWriter out) {
        int before = 0;
        for (int i = 0; i < form.stored; i++) {
            out.varint(form.indices[i] - before);
            before = form.indices[i];
        }
    }

    static Features read(ByteReader in) {
        int form = in.octet();
        return switch (form) {
            case DENSE -> new Features.Dense(in.floats(in.count(Float.BYTES)));
            case SPARSE -> readSparse(in);
            default -> throw in.corrupt("a vector must be of form 1 or 2, but was " + form);
        };
    }

    private static Features readSparse(ByteReader in) {
        int[] indices = new int[in.count(SMALLEST_STORED)];
        long index = 0;
        for (int i = 0; i < indices.length; i++) {
            int gap = in.intVarint();
            index += gap;
            if (i > 0 && gap == 0 || index > Integer.MAX_VALUE) {
                throw in.corrupt("an index must be above the one before and below 2^31, but was " + index);
            }
            indices[i] = (int) index;
        }
        return new Features.Sparse(indices, in.floats(indices.length));
    }
}
