package io.kinstream.nn;

/**
 * Maps items with an encoder, one after the other, in scratch arrays of its own: for one thread. Zeros cost nothing, and
 * only the result is allocated.
 */
public final class Embedder {
    private final Architecture architecture;
    private final WeightedSum[] layers;

    public Embedder(Encoder encoder) {
        architecture = encoder.architecture();
        layers = new WeightedSum[architecture.depth()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] =
                    new WeightedSum(encoder.parameters(), architecture.offset(layer), architecture.outputs(layer));
        }
    }

    /**
     * Maps an item as {@link Encoder#embed} does, bit for bit.
     *
     * @return {@code [outputs]}, a new array
     * @throws IllegalArgumentException if the features do not fit the inputs
     */
    public float[] embed(Features features) {
        features.check(architecture.inputs());
        float[] units = first(features);
        for (int layer = 1; layer < layers.length; layer++) {
            architecture.activation().apply(units, units.length);
            units = through(layer, units);
        }
        return units.clone();
    }

    private float[] first(Features features) {
        if (features instanceof Features.Sparse sparse) {
            WeightedSum sum = begin(0);
            for (int k = 0; k < sparse.stored(); k++) {
                sum.add(sparse.indices()[k], sparse.values()[k]);
            }
            return sum.end();
        }
        return through(0, ((Features.Dense) features).values());
    }

    private float[] through(int layer, float[] x) {
        WeightedSum sum = begin(layer);
        for (int input = 0; input < x.length; input++) {
            sum.add(input, x[input]);
        }
        return sum.end();
    }

    /** The sum begins with the biases, whose row is the last. */
    private WeightedSum begin(int layer) {
        WeightedSum sum = layers[layer];
        sum.begin();
        sum.add(architecture.inputs(layer), 1f);
        return sum;
    }
}
