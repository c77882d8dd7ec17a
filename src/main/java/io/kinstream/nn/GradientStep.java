package io.kinstream.nn;

import dev.ludovic.netlib.blas.BLAS;
import java.util.Arrays;
import java.util.Optional;

/**
 * One step of stochastic gradient descent on a micro-batch of pairs, both twins through the same encoder:
 *
 * <pre>
 * W := W - rate * sum over pairs of weight * dL/dW
 * </pre>
 *
 * All pairs are scored with the weights from before the step. Nothing is changed unless all losses are finite and the
 * gradient and the step are far from infinite, see {@link #LARGEST}. Use: {@link #clear}, {@link #add} for each pair,
 * {@link #take}. For one thread. Once it has seen a micro-batch of some size, it allocates nothing for others like it, but
 * for the rows of weights that sparse inputs meet for the first time, see {@link LooseRows}.
 */
public final class GradientStep {
    /**
     * The share of numbers other than 0 in the first layer up to which loops that skip zeros are faster than a BLAS. Measured
     * with OpenBLAS, one thread, zeros at random, 64 rows: with 256 units the whole step takes the same either way at 0.4 of
     * 784 inputs and at 0.35 of 5,000, with 64 units at 0.25 of 784. Machines differ: on an Intel Xeon with AVX-512 it is about
     * that of MNIST, 0.19, which is learned no quicker than dense inputs. Another value gives other last bits.
     */
    private static final double BREAK_EVEN = 0.3;

    /** The same in comparison with loops that do not skip zeros: the same either way at 0.7 of 784 inputs, 0.6 of 5,000. */
    private static final double BREAK_EVEN_WITHOUT_BLAS = 0.65;

    /**
     * Longer steps, and steps from longer gradients, are refused. A finite weight stays finite if less than half the gap
     * between the two largest floats, about 1e31, is added; and the squares of a gradient can be summed in floats. It can
     * be known before the gradient is: see {@link LayerStep#largestGradient}.
     */
    private static final double LARGEST = 1e18;

    private final Encoder encoder;
    private final Distance distance;
    private final DistanceLoss attraction;
    private final DistanceLoss repulsion;
    private final InputScale scale; // null: the inputs are taken as they are
    private final Activation activation;
    private final int inputs;
    private final LayerStep[] layers; // the first is one of the next two
    private final MatrixLayerStep denseFirst;
    private final SparseLayerStep sparseFirst;
    private final double breakEven;

    private final NonZeros nonZeros = new NonZeros();
    private float[] matrix = {}; // [rows x inputs + 1]
    private Features[] features = {}; // left, right, left, ...
    private DistanceLoss[] parts = {}; // of each pair, as its label says
    private float[] weights = {};
    private float[] distances = {};
    private float[] losses = {};
    private int pairs;
    private float gradientNorm;

    /** @param encoder the one to change */
    public GradientStep(Encoder encoder, ContrastiveLoss loss) {
        this(encoder, loss, 0, null);
    }

    /**
     * @param clip cuts forces off, see {@link ClippedForce}; 0: there is no limit
     * @param scale makes the first layer's step one of inputs of that scale; null: inputs are taken as they are
     */
    public GradientStep(Encoder encoder, ContrastiveLoss loss, float clip, InputScale scale) {
        this(encoder, loss, clip, scale, BlasKernel.forTraining());
    }

    /** @param blas multiplies matrices, except inputs that are mostly zeros; without one, plain loops do it all */
    GradientStep(Encoder encoder, ContrastiveLoss loss, Optional<BLAS> blas) {
        this(encoder, loss, 0, null, blas);
    }

    GradientStep(Encoder encoder, ContrastiveLoss loss, float clip, InputScale scale, Optional<BLAS> blas) {
        this.encoder = encoder;
        this.scale = scale;
        distance = loss.distance();
        attraction = ClippedForce.of(loss, Label.SIMILAR, clip);
        repulsion = ClippedForce.of(loss, Label.DISSIMILAR, clip);
        activation = encoder.architecture().activation();
        inputs = encoder.architecture().inputs();
        layers = new LayerStep[encoder.architecture().depth()];
        for (int layer = 1; layer < layers.length; layer++) {
            layers[layer] = matrixLayer(encoder, layer, blas);
        }
        denseFirst = matrixLayer(encoder, 0, blas);
        sparseFirst = new SparseLayerStep(encoder);
        breakEven = blas.isPresent() ? BREAK_EVEN : BREAK_EVEN_WITHOUT_BLAS;
    }

    private static MatrixLayerStep matrixLayer(Encoder encoder, int layer, Optional<BLAS> blas) {
        return blas.isPresent() ? new DenseLayerStep(encoder, layer, blas.get()) : new LoopLayerStep(encoder, layer);
    }

    /** Begins a new micro-batch. */
    public void clear() {
        pairs = 0;
    }

    /**
     * Adds a pair to the micro-batch.
     *
     * @param weight factor on its gradient
     * @throws IllegalArgumentException if the features do not fit the encoder; the pair is then not added
     */
    public void add(Features left, Features right, Label label, float weight) {
        left.check(inputs);
        right.check(inputs);
        if (pairs == parts.length) {
            grow(Math.max(16, 2 * pairs));
        }
        features[2 * pairs] = left;
        features[2 * pairs + 1] = right;
        parts[pairs] = label == Label.SIMILAR ? attraction : repulsion;
        weights[pairs] = weight;
        pairs++;
    }

    private void grow(int capacity) {
        features = Arrays.copyOf(features, 2 * capacity);
        parts = Arrays.copyOf(parts, capacity);
        weights = Arrays.copyOf(weights, capacity);
        distances = Arrays.copyOf(distances, capacity);
        losses = Arrays.copyOf(losses, capacity);
    }

    /**
     * Scores the micro-batch and takes the step.
     *
     * @return false if it was refused; then no weight was changed
     */
    public boolean take(float learningRate) {
        gradientNorm = 0;
        if (pairs == 0) {
            return true;
        }
        return scale == null || scale.isKnown() ? step(learningRate) : firstStep(learningRate);
    }

    /**
     * As {@link #take}, for pairs that were learned before: the scale of the inputs, which is that of the stream, is not
     * learned from them. Refused, too, while it is not known.
     */
    public boolean takeAgain(float learningRate) {
        gradientNorm = 0;
        return (scale == null || scale.isKnown()) && descend(learningRate);
    }

    /** The scale of the inputs, and weights that fit it, come from the micro-batch itself; if it is refused both are undone. */
    private boolean firstStep(float learningRate) {
        float[] before = encoder.parameters().clone();
        scale.begin(features, 2 * pairs, encoder);
        boolean taken = step(learningRate);
        if (!taken) {
            scale.forget();
            System.arraycopy(before, 0, encoder.parameters(), 0, before.length);
        }
        return taken;
    }

    private boolean step(float learningRate) {
        boolean taken = descend(learningRate);
        if (taken && scale != null && scale.isKnown()) {
            learnScale();
        }
        return taken;
    }

    private boolean descend(float learningRate) {
        forward();
        if (scale != null) {
            measure();
        }
        boolean finite = true;
        for (int pair = 0; pair < pairs; pair++) {
            score(pair);
            finite &= Float.isFinite(losses[pair]);
        }
        backward();
        float inputRate = scale == null ? learningRate : learningRate * scale.factor();
        for (int i = 0; i < layers.length; i++) {
            float rate = i == 0 ? Math.max(inputRate, learningRate) : learningRate;
            finite &= Math.max(1f, rate) * layers[i].largestGradient() < LARGEST;
        }
        if (finite) {
            descend(inputRate, learningRate);
        }
        return finite;
    }

    private void measure() {
        if (layers[0] == sparseFirst) {
            scale.measure(nonZeros);
            if (scale.isCentered()) {
                sparseFirst.center(scale);
            }
        } else {
            scale.measure(matrix, 2 * pairs);
        }
    }

    private void forward() {
        int rows = 2 * pairs;
        int width = inputs + 1;
        if (nonZeros.set(features, rows, inputs, (int) (breakEven * rows * width))) {
            sparseFirst.forward(nonZeros);
            layers[0] = sparseFirst;
        } else {
            writeOut(rows, width);
            encoder.putFirstRowsBack();
            denseFirst.forward(matrix, rows);
            layers[0] = denseFirst;
        }
        for (int i = 1; i < layers.length; i++) {
            layers[i - 1].activate(activation);
            ((MatrixLayerStep) layers[i]).forward(layers[i - 1].z, rows);
        }
    }

    private void writeOut(int rows, int width) {
        matrix = LayerStep.atLeast((rows + 1) * width, matrix); // see LayerStep.reserve
        for (int row = 0; row < rows; row++) {
            features[row].writeTo(matrix, row * width, inputs);
            matrix[row * width + inputs] = 1f;
        }
    }

    /** D, L, and the two twins' dL/dz. */
    private void score(int pair) {
        LayerStep last = layers[layers.length - 1];
        int left = last.at(2 * pair);
        int right = last.at(2 * pair + 1);
        double d = distance.between(last.z, left, last.z, right, last.outputs);
        distances[pair] = (float) d;
        losses[pair] = parts[pair].loss(distances[pair]);
        float weight = scale == null ? weights[pair] : weights[pair] * scale.damping(pair);
        double slope = weight * (double) parts[pair].slope(distances[pair]);
        distance.forces(slope, d, last.z, left, right, last.outputs, last.zGradient);
    }

    private void backward() {
        for (int i = layers.length - 1; i > 0; i--) {
            LayerStep before = layers[i - 1];
            ((MatrixLayerStep) layers[i]).backwardInto(before);
            activation.backward(before.z, before.zGradient, before.at(2 * pairs));
        }
    }

    private void descend(float inputRate, float learningRate) {
        double squares = layers[0].descend(inputRate, learningRate);
        for (int i = 1; i < layers.length; i++) {
            squares += layers[i].descend(learningRate, learningRate);
        }
        gradientNorm = (float) Math.sqrt(squares);
    }

    private void learnScale() {
        if (layers[0] == sparseFirst) {
            scale.learn(nonZeros);
        } else {
            scale.learn(matrix, 2 * pairs);
        }
    }

    /** The loss's distance of the twins of a pair, counted from 0, with the weights from before the step. */
    public float distance(int pair) {
        return distances[pair];
    }

    /** The loss of a pair, counted from 0, without its weight, at its {@link #distance}. */
    public float loss(int pair) {
        return losses[pair];
    }

    /** Euclidean norm of the summed gradient of the last step; 0 if it was refused. */
    public float gradientNorm() {
        return gradientNorm;
    }
}
