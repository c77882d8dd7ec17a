package io.kinstream.nn;

import java.util.Arrays;

/**
 * Maps items with an encoder, one after the other, in scratch arrays of its own: for one thread. Zeros cost nothing, and
 * only the result is allocated.
 */
public final class Embedder {
    private final Architecture architecture;
    private final float[][][] weights; // [layer][input], the biases last; never changed, so that others may share them
    private final float[][] units; // [layer]
    private int[] which = new int[0];
    private float[] scales = new float[0];

    /** Copies the weights: what is trained later does not show. */
    public Embedder(Encoder encoder) {
        this(encoder.architecture(), rows(encoder));
    }

    private Embedder(Architecture architecture, float[][][] weights) {
        this.architecture = architecture;
        this.weights = weights;
        units = new float[weights.length][];
        for (int layer = 0; layer < units.length; layer++) {
            units[layer] = new float[architecture.outputs(layer)];
        }
    }

    /** Rows are arrays of their own: so they are added the fastest, see {@link Rows}. */
    private static float[][][] rows(Encoder encoder) {
        Architecture architecture = encoder.architecture();
        float[][][] rows = new float[architecture.depth()][][];
        for (int layer = 0; layer < rows.length; layer++) {
            int width = architecture.outputs(layer);
            rows[layer] = new float[architecture.inputs(layer) + 1][width];
            Rows.deal(encoder.parameters(), architecture.offset(layer), width, rows[layer], rows[layer].length);
        }
        return rows;
    }

    /** One of the same encoder for another thread, which shares the weights. */
    public Embedder another() {
        return new Embedder(architecture, weights);
    }

    /**
     * Maps an item as {@link Encoder#embed} does, bit for bit.
     *
     * @return {@code [outputs]}, a new array
     * @throws IllegalArgumentException if the features do not fit the inputs
     */
    public float[] embed(Features features) {
        features.check(architecture.inputs());
        float[] x = first(features);
        for (int layer = 1; layer < weights.length; layer++) {
            architecture.activation().apply(x, x.length);
            x = through(layer, x);
        }
        return x.clone();
    }

    private float[] first(Features features) {
        if (features instanceof Features.Sparse sparse) {
            int terms = begin(0, sparse.stored());
            for (int k = 0; k < sparse.stored(); k++) {
                terms = add(terms, sparse.indices()[k], sparse.values()[k]);
            }
            return sum(0, terms);
        }
        return through(0, ((Features.Dense) features).values());
    }

    private float[] through(int layer, float[] x) {
        int terms = begin(layer, x.length);
        for (int input = 0; input < x.length; input++) {
            terms = add(terms, input, x[input]);
        }
        return sum(layer, terms);
    }

    /** The sum begins with the biases. */
    private int begin(int layer, int inputs) {
        if (which.length <= inputs) {
            which = new int[inputs + 1];
            scales = new float[inputs + 1];
        }
        return add(0, architecture.inputs(layer), 1f);
    }

    private int add(int terms, int row, float scale) {
        which[terms] = row;
        scales[terms] = scale;
        return scale == 0f ? terms : terms + 1; // NaN is added
    }

    private float[] sum(int layer, int terms) {
        Arrays.fill(units[layer], 0f);
        Rows.addScaled(units[layer], weights[layer], which, scales, 0, terms);
        return units[layer];
    }
}
