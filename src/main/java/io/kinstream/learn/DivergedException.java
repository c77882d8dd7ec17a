package io.kinstream.learn;

/** The model is broken, and going on would only call sound pairs bad. What was learned last must not be kept. */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int index;

    DivergedException(int index, float learningRate) {
        super("the model must take steps from pairs that an untrained one can learn, but refused " + Divergence.IN_A_ROW
                + " of them in a row: its weights have grown beyond all bounds at learning rate " + learningRate);
        this.index = index;
    }

    /** Where in its micro-batch, counted from 0, the last of those pairs is. */
    public int index() {
        return index;
    }
}
