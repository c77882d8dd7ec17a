package io.kinstream.nn;

/**
 * One layer of weights during a step. With the rows X of a micro-batch, each with the constant 1 in its last column,
 *
 * <pre>
 * Z = X W           [rows x outputs]; W is [inputs + 1 x outputs], its last row the biases, which meet the constant 1
 * dL/dW = X' dL/dZ  summed over all rows, and so over both twins
 * dL/dX = dL/dZ W'  [rows x inputs]
 * </pre>
 *
 * Matrices are flat and row-major. Those of units have one column more than there are units: in Z, once the activation
 * was applied, it is the constant 1 for the next layer, whose X it then is; in dL/dZ it stays 0.
 */
abstract sealed class LayerStep permits MatrixLayerStep, SparseLayerStep {
    final int inputs;
    final int outputs;
    int rows;
    float[] z = {}; // [rows x outputs + 1]
    float[] zGradient = {}; // [rows x outputs + 1]

    LayerStep(Encoder encoder, int layer) {
        inputs = encoder.architecture().inputs(layer);
        outputs = encoder.architecture().outputs(layer);
    }

    final void reserve(int rows) {
        this.rows = rows;
        z = atLeast(at(rows + 1), z); // netlib wants as much of a matrix whose first columns are left out
        zGradient = atLeast(rows * (outputs + 1), zGradient);
    }

    /** A scratch array; none is there before it is needed. */
    static float[] atLeast(int length, float[] scratch) {
        return length <= scratch.length ? scratch : new float[length];
    }

    /** Where a row of {@link #z} and of {@link #zGradient} begins. */
    final int at(int row) {
        return row * (outputs + 1);
    }

    /** Applies the activation to {@link #z}. */
    final void activate(Activation activation) {
        activation.apply(z, at(rows));
        for (int row = 1; row <= rows; row++) {
            z[at(row) - 1] = 1f;
        }
    }

    /**
     * What no number of dL/dW, nor any sum on the way to it, can exceed: ||X|| ||dL/dZ||, by Cauchy and Schwarz. Infinite
     * or NaN if the square of one of the two is not finite.
     */
    final double largestGradient() {
        float forces = squares(zGradient, at(rows));
        return forces == 0 ? 0 : Math.sqrt(inputSquares()) * Math.sqrt(forces);
    }

    /** ||X||^2. */
    abstract float inputSquares();

    /** The sum of the squares of the first {@code count} numbers. */
    float squares(float[] numbers, int count) {
        return Rows.squares(numbers, count);
    }

    /**
     * W := W - rate dL/dW, in the encoder.
     *
     * @param biasRate the rate of the last row of W, the biases
     * @return ||dL/dW||^2
     */
    abstract double descend(float rate, float biasRate);
}
