package io.kinstream.nn;

/** The map G_W from features to embeddings. Both twins of a pair go through the one encoder: they share its weights. */
public final class Encoder {
    private final Architecture architecture;
    private final float[] parameters;
    private LooseRows firstRows; // null: none was asked for

    /**
     * @param parameters taken over, not copied; laid out as {@link Architecture} says
     * @throws IllegalArgumentException if there are too few or too many
     */
    public Encoder(Architecture architecture, float[] parameters) {
        if (parameters.length != architecture.parameterCount()) {
            throw new IllegalArgumentException(
                    "parameters must be " + architecture.parameterCount() + ", but was " + parameters.length);
        }
        this.architecture = architecture;
        this.parameters = parameters;
    }

    /**
     * An encoder that has learned nothing: weights uniform in {@code +-1/sqrt(inputs of the layer)}, biases 0, drawn in
     * the order of the flat array. The same seed gives the same bits everywhere.
     */
    public static Encoder seeded(Architecture architecture, long seed) {
        float[] parameters = new float[architecture.parameterCount()];
        SplitMix64 random = new SplitMix64(seed);
        for (int layer = 0; layer < architecture.depth(); layer++) {
            double bound = 1 / Math.sqrt(architecture.inputs(layer));
            for (int i = architecture.offset(layer);
                    i < architecture.offset(layer) + architecture.inputs(layer) * architecture.outputs(layer);
                    i++) {
                parameters[i] = (float) ((2 * random.nextDouble() - 1) * bound);
            }
        }
        return new Encoder(architecture, parameters);
    }

    public Architecture architecture() {
        return architecture;
    }

    /**
     * The live array, always the same one. Steps of training change it in place, but may keep what they did to the first
     * layer to themselves until this is called: to see or change it, call this again. While it is trained, this and whatever
     * reads weights is for the thread that trains, between steps.
     */
    public float[] parameters() {
        putFirstRowsBack();
        return parameters;
    }

    /** Makes {@link #parameters} whole: for a step that works in the array itself. */
    void putFirstRowsBack() {
        if (firstRows != null) {
            firstRows.putBack();
        }
    }

    /** The rows of the first layer's weights, the biases last, for steps that change them outside of the array. */
    LooseRows firstRows() {
        if (firstRows == null) {
            int outputs = architecture.outputs(0);
            firstRows = new LooseRows(parameters, architecture.offset(0), architecture.inputs(0) + 1, outputs);
        }
        return firstRows;
    }

    /**
     * Maps an item into the space that was learned. Callers may be concurrent if nobody trains, nor has since
     * {@link #parameters} was called. Who maps many items does it faster with an {@link Embedder} of its own.
     *
     * @return {@code [outputs]}, a new array
     * @throws IllegalArgumentException if the features do not fit the inputs
     */
    public float[] embed(Features features) {
        return new Embedder(this).embed(features);
    }
}
