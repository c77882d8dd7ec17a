package io.kinstream.nn;

import java.util.Arrays;

/**
 * Where the inputs lie and how large they are, learned from the stream, so that a step is the same whatever the unit of
 * the features.
 *
 * <p>The encoder itself goes on taking raw features: not the inputs are standardised but the step of the first layer,
 * which is what descent on standardised inputs u would be. The map does not jump when the statistics move.
 *
 * <pre>
 * u = s (x - mu)        s^2 = SIZE / E||x - mu||^2       mu = E x, or 0 for very sparse inputs
 * W x + b = V u + c     V = W / s, c = b + W mu          the same map
 *
 * V -= rate sum g u'    W -= rate s^2 sum g (x - mu)'                        [1], for u
 * c -= rate sum g       b -= rate sum g (1 - s^2 mu . (x - mu))
 * </pre>
 *
 * One s for all inputs: a share of its own for each would make the rare ones, such as pixels at the rim, as large as they
 * are rare. With it {@code rate E||u||^2} is fixed, as in normalised least mean squares [2], and so is stability. An
 * input {@value #FARTHEST} times as far out as usual (squared) counts less, in the step and in the statistics.
 *
 * <p>Means run over all rows at first, later over the newest {@value #MEMORY} or so, fading exponentially. For one
 * thread.
 */
public final class InputScale {
    // [1] LeCun, Bottou, Orr, Mueller: Efficient BackProp, 1998   [2] Nagumo, Noda: A learning method for system
    // identification, IEEE Trans. Autom. Control 12 (1967)

    /** E||u||^2. Of MNIST it is 53 in its own unit, grey from 0 to 1; rates that fit that fit here, and are the larger ones. */
    static final float SIZE = 25;

    /** E (V u)^2 of a hidden unit at the start: small, so that units share the work before they part. */
    static final double FIRST_SQUARE = 0.003;

    /** Units of tanh begin spread evenly over +-BEND, where the curve bends: all at 0 they would make a linear map. */
    private static final float BEND = 1.5f;

    static final int MEMORY = 20_000;
    static final int FARTHEST = 10;

    /** The share of numbers other than 0 from which inputs are centred: it costs in proportion to all of them. */
    private static final double DENSE = 0.1;

    private static final float SMALLEST = 1e-30f;
    private static final double ROUNDING = 1e-13; // of squares, relative

    private final InputScaling scaling;
    private final int inputs;
    private final boolean untrained;
    private float[] mean = {}; // empty: 0
    private float square; // E||x - mu||^2; 0: nothing is known yet
    private float rows; // that the means run over
    private float[] one = {}; // row
    private float[] squares = {}; // ||x - mu||^2 of each row

    private InputScale(InputScaling scaling, int inputs, boolean untrained) {
        this.scaling = scaling;
        this.inputs = inputs;
        this.untrained = untrained;
    }

    /** Nothing is known yet; the weights are random, and are fitted to the first inputs. */
    public static InputScale untrained(InputScaling scaling, int inputs) {
        return new InputScale(scaling, inputs, true);
    }

    /**
     * Goes on where another one stopped.
     *
     * @param state as {@link #state} gave it; if it is empty weights were trained without. That of inputs that were
     *     centred and are not to be, or the other way round, says nothing of how they are to be seen now
     * @throws IllegalArgumentException if it is not of so many inputs
     */
    public static InputScale restore(InputScaling scaling, int inputs, float[] state) {
        InputScale restored = new InputScale(scaling, inputs, state.length > 0 && state[0] == 0);
        if (state.length > 0) {
            if (state.length != 2 && state.length != 2 + inputs) {
                throw new IllegalArgumentException(
                        "the state of the inputs must be 2 or " + (2 + inputs) + " numbers, but was " + state.length);
            }
            restored.take(state);
        }
        return restored;
    }

    private void take(float[] state) {
        boolean centered = state.length > 2;
        if (scaling == InputScaling.AUTO || (scaling == InputScaling.CENTERED) == centered) {
            square = state[0];
            rows = state[1];
            mean = Arrays.copyOfRange(state, 2, state.length);
        }
    }

    /**
     * What is known, a copy: E||x - mu||^2, rows, then mu if the inputs are centred. Zeros while nothing is known and
     * weights are random, empty if they are not.
     */
    public float[] state() {
        if (!untrained && !isKnown()) {
            return new float[0];
        }
        float[] state = new float[2 + mean.length];
        state[0] = square;
        state[1] = rows;
        System.arraycopy(mean, 0, state, 2, mean.length);
        return state;
    }

    boolean isKnown() {
        return square > 0;
    }

    boolean isCentered() {
        return mean.length > 0;
    }

    /** The first layer's factor on the learning rate, s^2. */
    float factor() {
        return square > 0 ? SIZE / square : 1;
    }

    /** Begins with the first micro-batch, and fits random weights to it. Where all rows are alike, nothing is known yet. */
    void begin(Features[] features, int count, Encoder encoder) {
        float[] row = new float[inputs];
        mean = isDense(features, count) ? new float[inputs] : new float[0];
        if (isCentered()) {
            for (int i = 0; i < count; i++) {
                features[i].writeTo(row, 0, inputs);
                Rows.addScaled(mean, row, 1f / count);
            }
        }
        double fromZero = 0;
        double fromMean = 0;
        for (int i = 0; i < count; i++) {
            features[i].writeTo(row, 0, inputs);
            fromZero += Rows.squares(row, inputs);
            if (isCentered()) {
                Rows.addScaled(row, mean, -1);
            }
            fromMean += Rows.squares(row, inputs);
        }
        square = (float) (fromMean / count);
        rows = 0; // the micro-batch is taken into the means, like others, when it is learned
        if (!(square >= SMALLEST && square <= Float.MAX_VALUE && fromMean > ROUNDING * fromZero)) {
            forget();
        } else if (untrained) {
            fit(encoder);
        }
    }

    private boolean isDense(Features[] features, int count) {
        if (scaling != InputScaling.AUTO) {
            return scaling == InputScaling.CENTERED;
        }
        NonZeros numbers = new NonZeros();
        return !numbers.set(features, count, inputs, (int) Math.min(Integer.MAX_VALUE, DENSE * count * inputs));
    }

    /** Scales the first layer, drawn from +-1/sqrt(inputs), to E (W (x - mu))^2 = FIRST_SQUARE, and b to -W mu. */
    private void fit(Encoder encoder) {
        float[] parameters = encoder.parameters();
        int outputs = encoder.architecture().outputs(0);
        float scale = (float) Math.sqrt(3 * FIRST_SQUARE * inputs / square);
        int biases = inputs * outputs;
        for (int i = 0; i < biases; i++) {
            parameters[i] *= scale;
        }
        for (int input = 0; input < mean.length; input++) {
            for (int output = 0; output < outputs; output++) {
                parameters[biases + output] -= parameters[input * outputs + output] * mean[input];
            }
        }
        if (encoder.architecture().activation() == Activation.TANH) {
            for (int output = 0; output < outputs; output++) {
                parameters[biases + output] += BEND * ((2 * output + 1f) / outputs - 1);
            }
        }
    }

    void forget() {
        mean = new float[0];
        square = 0;
        rows = 0;
    }

    /**
     * Measures a micro-batch of inputs that are mostly zeros, and puts what meets the biases, see {@link #forBiases}, in
     * place of their 1. The other numbers stay: x - mu would have no zeros left.
     */
    void measure(NonZeros x) {
        squares = LayerStep.atLeast(x.rows(), squares);
        float meanSquares = Rows.squares(mean, mean.length);
        for (int row = 0; row < x.rows(); row++) {
            int first = x.start(row) + 1;
            int end = x.start(row + 1);
            squares[row] = Rows.squares(x.values(), first, end);
            if (isCentered()) {
                float along = 0;
                for (int k = first; k < end; k++) {
                    along += mean[x.columns()[k]] * x.values()[k];
                }
                squares[row] = Math.max(0f, squares[row] - 2 * along + meanSquares);
                x.values()[first - 1] = forBiases(along - meanSquares);
            }
        }
    }

    /**
     * Measures a micro-batch, and turns it into what the step is made from if the inputs are centred: x - mu, and in place
     * of the 1 that meets the biases {@code 1 - s^2 mu . (x - mu)}.
     *
     * @param x (in, out) [rows x inputs + 1]
     */
    void measure(float[] x, int count) {
        squares = LayerStep.atLeast(count, squares);
        for (int row = 0; row < count; row++) {
            int at = row * (inputs + 1);
            if (isCentered()) {
                copyOut(x, at);
                Rows.addScaled(one, mean, -1f);
                System.arraycopy(one, 0, x, at, inputs);
                x[at + inputs] = forBiases(Rows.dot(mean, x, at));
            }
            squares[row] = Rows.squares(x, at, at + inputs);
        }
    }

    /** See {@link Rows}. */
    private void copyOut(float[] x, int at) {
        one = LayerStep.atLeast(inputs, one);
        System.arraycopy(x, at, one, 0, inputs);
    }

    /** 1 - s^2 mu . (x - mu) */
    private float forBiases(float along) {
        return 1f - factor() * along;
    }

    float mean(int input) {
        return mean[input];
    }

    /** ||X - 1 mu'||^2 of what was measured last, with what meets the biases. */
    float centeredSquares(NonZeros x) {
        float sum = 0;
        for (int row = 0; row < x.rows(); row++) {
            float forBiases = x.values()[x.start(row)];
            sum += squares[row] + forBiases * forBiases;
        }
        return sum;
    }

    /** The factor on a pair's force: 1, but less if an input is far out. */
    float damping(int pair) {
        return Math.min(damping(squares[2 * pair]), damping(squares[2 * pair + 1]));
    }

    private float damping(float rowSquare) {
        float most = FARTHEST * square;
        return square == 0 || rowSquare <= most ? 1f : most / rowSquare; // NaN stays NaN
    }

    /** Takes the measured micro-batch into the means. */
    void learn(float[] x, int count) {
        float share = widen(count);
        for (int row = 0; isCentered() && row < count; row++) {
            copyOut(x, row * (inputs + 1));
            Rows.addScaled(mean, one, share * damping(squares[row]));
        }
        learnSquares(count, share);
    }

    /** As {@link #learn(float[], int)}: mu + share * sum of weight * (x - mu), the mu of the sum taken apart. */
    void learn(NonZeros x) {
        float share = widen(x.rows());
        if (isCentered()) {
            float left = 1f;
            for (int row = 0; row < x.rows(); row++) {
                left -= share * damping(squares[row]);
            }
            for (int j = 0; j < mean.length; j++) {
                mean[j] *= left;
            }
            for (int row = 0; row < x.rows(); row++) {
                float weight = share * damping(squares[row]);
                for (int k = x.start(row) + 1; k < x.start(row + 1); k++) {
                    mean[x.columns()[k]] += weight * x.values()[k];
                }
            }
        }
        learnSquares(x.rows(), share);
    }

    /** @return the share of a row among those that the means now run over */
    private float widen(int count) {
        rows = Math.min(rows + count, Math.max(MEMORY, count));
        return 1f / rows;
    }

    private void learnSquares(int count, float share) {
        double sum = 0;
        for (int row = 0; row < count; row++) {
            sum += Math.min(squares[row], FARTHEST * square) - square;
        }
        square = Math.max(SMALLEST, (float) (square + share * sum));
    }
}
