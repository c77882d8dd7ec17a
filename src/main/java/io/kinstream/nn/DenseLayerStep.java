package io.kinstream.nn;

import dev.ludovic.netlib.blas.BLAS;

/**
 * A layer whose products are those of a BLAS: zeros cost as much as other numbers, but each number far less.
 *
 * <p>BLAS is column-major, so to it each of the matrices here, all row-major, is its transpose: it is asked for Z' = W'
 * X' and so on. It reads the weights where the encoder keeps them.
 */
final class DenseLayerStep extends LayerStep {
    private final BLAS blas;
    private final int width; // of X
    private int rows;
    private float[] x = {};
    private float[] weights = {}; // like W, after the step
    private float[] weightsGradient = {};
    private float[] forces = {}; // zGradient again, [rows x outputs]
    private float[] out = {}; // what a product comes to, before it is dealt to rows

    DenseLayerStep(Encoder encoder, int layer, BLAS blas) {
        super(encoder, layer);
        this.blas = blas;
        width = inputs + 1;
    }

    @Override
    void forward(NonZeros x) {
        rows = x.rows();
        reserve(rows);
        this.x = atLeast(rows * width, this.x);
        x.writeOut(this.x, width);
        out = atLeast(rows * outputs, out);
        blas.sgemm(
                "N", "N", outputs, rows, width, 1, parameters, offset, outputs, this.x, 0, width, 0, out, 0, outputs);
        deal(z, outputs);
    }

    @Override
    void backward() {
        gather();
        weightsGradient = atLeast(width * outputs, weightsGradient);
        blas.sgemm("N", "T", outputs, width, rows, 1, forces, 0, outputs, x, 0, width, 0, weightsGradient, 0, outputs);
    }

    @Override
    void backwardInto(LayerStep before) {
        out = atLeast(rows * inputs, out);
        blas.sgemm(
                "T", "N", inputs, rows, outputs, 1, parameters, offset, outputs, forces, 0, outputs, 0, out, 0, inputs);
        deal(before.zGradient, inputs);
    }

    private void gather() {
        forces = atLeast(rows * outputs, forces);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(zGradient[row], 0, forces, row * outputs, outputs);
        }
    }

    private void deal(float[][] to, int columns) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(out, row * columns, to[row], 0, columns);
        }
    }

    @Override
    double gradientSquares() {
        return squares(weightsGradient);
    }

    @Override
    boolean descend(float rate) {
        weights = atLeast(width * outputs, weights);
        System.arraycopy(parameters, offset, weights, 0, weights.length);
        blas.saxpy(weights.length, -rate, weightsGradient, 1, weights, 1);
        return Double.isFinite(squares(weights));
    }

    /** The sum of squares; finite exactly if every number is. */
    private double squares(float[] matrix) {
        float sum = blas.sdot(matrix.length, matrix, 1, matrix, 1);
        return Float.isFinite(sum) ? sum : Rows.squares(matrix);
    }

    @Override
    void store() {
        System.arraycopy(weights, 0, parameters, offset, weights.length);
    }

    /** A scratch array; none is there before it is needed, as a layer of sparse inputs never needs them. */
    private static float[] atLeast(int length, float[] scratch) {
        return length <= scratch.length ? scratch : new float[length];
    }
}
