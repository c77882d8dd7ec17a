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

    private FeaturesCodec() {}

    /** The vector, dense or sparse, whichever is smaller. */
    public static byte[] encode(Features features) {
        Features smallest = smallest(features);
        ByteWriter out = new ByteWriter(size(smallest));
        writeAs(smallest, out);
        return out.written();
    }

    /** @throws CorruptDataException when the bytes are not exactly one vector */
    public static Features decode(byte[] bytes) {
        ByteReader in = new ByteReader("a vector", bytes);
        Features features = read(in);
        in.expectEnd();
        return features;
    }

    /** How many bytes {@link #encode} makes. */
    public static int encodedSize(Features features) {
        return size(smallest(features));
    }

    static void write(Features features, ByteWriter out) {
        writeAs(smallest(features), out);
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

    private static Features smallest(Features features) {
        if (!(features instanceof Features.Dense dense)) {
            return features;
        }
        int stored = stored(dense.values());
        if ((long) stored * SMALLEST_STORED >= (long) dense.stored() * Float.BYTES) {
            return dense;
        }
        Features.Sparse sparse = sparse(dense.values(), stored);
        return size(sparse) < size(dense) ? sparse : dense;
    }

    private static int stored(float[] values) {
        int stored = 0;
        for (float value : values) {
            if (Float.floatToRawIntBits(value) != 0) {
                stored++;
            }
        }
        return stored;
    }

    private static Features.Sparse sparse(float[] values, int stored) {
        int[] indices = new int[stored];
        float[] kept = new float[stored];
        int at = 0;
        for (int i = 0; i < values.length; i++) {
            if (Float.floatToRawIntBits(values[i]) != 0) {
                indices[at] = i;
                kept[at++] = values[i];
            }
        }
        return new Features.Sparse(indices, kept);
    }

    private static int size(Features features) {
        int size = 1 + ByteWriter.varintSize(features.stored()) + features.stored() * Float.BYTES;
        if (features instanceof Features.Sparse sparse) {
            int before = 0;
            for (int index : sparse.indices()) {
                size += ByteWriter.varintSize(index - before);
                before = index;
            }
        }
        return size;
    }

    private static void writeAs(Features features, ByteWriter out) {
        if (features instanceof Features.Sparse sparse) {
            out.octet(SPARSE).varint(sparse.stored());
            int before = 0;
            for (int index : sparse.indices()) {
                out.varint(index - before);
                before = index;
            }
            out.floats(sparse.values(), 0, sparse.stored());
        } else if (features instanceof Features.Dense dense) {
            out.octet(DENSE).varint(dense.stored()).floats(dense.values(), 0, dense.stored());
        }
    }
}
