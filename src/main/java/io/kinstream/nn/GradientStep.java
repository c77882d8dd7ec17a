package io.kinstream.nn;

import dev.ludovic.netlib.blas.BLAS;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One step of stochastic gradient descent on a micro-batch of pairs, both twins through the same encoder:
 *
 * <pre>
 * W := W - rate * sum over pairs of weight * dL/dW
 * </pre>
 *
 * All pairs are scored with the weights from before the step. Nothing is changed unless the losses, the gradient and the
 * weights after the step are all finite. Use: {@link #clear}, {@link #add} for each pair, {@link #take}. For one thread.
 */
public final class GradientStep {
    /**
     * The share of non-zeros in the first layer from which a BLAS is faster than loops that skip zeros. Measured with
     * OpenBLAS, one thread, 784 inputs, 256 units: 0.3 for 16 and 32 pairs a batch, 0.4 for one. Another value gives other
     * last bits.
     */
    private static final double BREAK_EVEN = 0.3;

    private final ContrastiveLoss loss;
    private final Activation activation;
    private final List<LayerStep> layers = new ArrayList<>();
    private final List<NonZeros> inputs = new ArrayList<>(); // of each layer
    private final LayerStep denseFirst;
    private final LayerStep sparseFirst; // without a BLAS the same one

    private DistanceLoss[] parts = {}; // of each pair, as its label says
    private float[] weights = {};
    private float[] distances = {};
    private float[] losses = {};
    private int pairs;
    private float gradientNorm;

    /** @param encoder the one to change */
    public GradientStep(Encoder encoder, ContrastiveLoss loss) {
        this(encoder, loss, BlasKernel.forTraining());
    }

    /** @param blas multiplies matrices, except inputs that are mostly zeros; without one, plain loops do it all */
    GradientStep(Encoder encoder, ContrastiveLoss loss, Optional<BLAS> blas) {
        this.loss = loss;
        activation = encoder.architecture().activation();
        for (int layer = 0; layer < encoder.architecture().depth(); layer++) {
            layers.add(dense(encoder, layer, blas));
            inputs.add(new NonZeros());
        }
        denseFirst = layers.get(0);
        sparseFirst = blas.isPresent() ? new SparseLayerStep(encoder, 0) : denseFirst;
    }

    private static LayerStep dense(Encoder encoder, int layer, Optional<BLAS> blas) {
        return blas.isPresent() ? new DenseLayerStep(encoder, layer, blas.get()) : new SparseLayerStep(encoder, layer);
    }

    /** Begins a new micro-batch. */
    public void clear() {
        inputs.get(0).clear();
        pairs = 0;
    }

    /**
     * Adds a pair to the micro-batch.
     *
     * @param weight factor on its gradient
     * @throws IllegalArgumentException if the features do not fit the encoder; the micro-batch is then of no more use
     */
    public void add(Features left, Features right, Label label, float weight) {
        inputs.get(0).add(left, denseFirst.inputs);
        inputs.get(0).add(right, denseFirst.inputs);
        if (pairs == parts.length) {
            int capacity = Math.max(16, 2 * pairs);
            parts = Arrays.copyOf(parts, capacity);
            weights = Arrays.copyOf(weights, capacity);
            distances = Arrays.copyOf(distances, capacity);
            losses = Arrays.copyOf(losses, capacity);
        }
        parts[pairs] = loss.of(label);
        weights[pairs] = weight;
        pairs++;
    }

    /**
     * Scores the micro-batch and takes the step.
     *
     * @return false if it would not have been finite; then no weight was changed
     */
    public boolean take(float learningRate) {
        if (pairs == 0) {
            gradientNorm = 0;
            return true;
        }
        forward();
        for (int pair = 0; pair < pairs; pair++) {
            score(pair);
        }
        backward();
        boolean finite = Float.isFinite(gradientNorm);
        for (int pair = 0; pair < pairs; pair++) {
            finite &= Float.isFinite(losses[pair]);
        }
        for (LayerStep layer : layers) {
            finite = finite && layer.descend(learningRate);
        }
        if (finite) {
            layers.forEach(LayerStep::store);
        }
        return finite;
    }

    private void forward() {
        boolean sparse = inputs.get(0).density(denseFirst.inputs + 1) < BREAK_EVEN;
        layers.set(0, sparse ? sparseFirst : denseFirst);
        for (int i = 0; i < layers.size(); i++) {
            if (i > 0) {
                feed(layers.get(i - 1), inputs.get(i));
            }
            layers.get(i).forward(inputs.get(i));
        }
    }

    /** What the units of a layer put out is what goes into the next one. */
    private void feed(LayerStep before, NonZeros input) {
        input.clear();
        for (int row = 0; row < 2 * pairs; row++) {
            activation.apply(before.z(row));
            input.add(before.z(row));
        }
    }

    /** D, L, and the two twins' dL/dz = +-L'(D) (z1 - z2) / D. */
    private void score(int pair) {
        LayerStep last = layers.get(layers.size() - 1);
        float[] left = last.z(2 * pair);
        float[] right = last.z(2 * pair + 1);
        double squares = 0;
        for (int j = 0; j < left.length; j++) {
            double difference = (double) left[j] - right[j];
            squares += difference * difference;
        }
        double distance = Math.sqrt(squares);
        distances[pair] = (float) distance;
        losses[pair] = parts[pair].loss(distances[pair]);
        double slope = weights[pair] * (double) parts[pair].slope(distances[pair]);
        double pull = distance == 0 ? 0 : slope / distance;
        for (int j = 0; j < left.length; j++) {
            float force = (float) (pull * ((double) left[j] - right[j]));
            last.zGradient(2 * pair)[j] = force;
            last.zGradient(2 * pair + 1)[j] = -force;
        }
    }

    private void backward() {
        double squares = 0;
        for (int i = layers.size() - 1; i >= 0; i--) {
            LayerStep layer = layers.get(i);
            layer.backward();
            squares += layer.gradientSquares();
            if (i > 0) {
                pass(layer, layers.get(i - 1));
            }
        }
        gradientNorm = (float) Math.sqrt(squares);
    }

    private void pass(LayerStep layer, LayerStep before) {
        layer.backwardInto(before);
        for (int row = 0; row < 2 * pairs; row++) {
            activation.backward(before.z(row), before.zGradient(row));
        }
    }

    /** ||z1 - z2|| of a pair, counted from 0, with the weights from before the step. */
    public float distance(int pair) {
        return distances[pair];
    }

    /** The loss of a pair, counted from 0, without its weight, at its {@link #distance}. */
    public float loss(int pair) {
        return losses[pair];
    }

    /** Euclidean norm of the summed gradient of the last step. */
    public float gradientNorm() {
        return gradientNorm;
    }
}
