package io.kinstream.paper;

import io.kinstream.local.NearestNeighbours;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Locally linear embedding: each item is written as a weighted mean of its nearest neighbours, and the map is the one in
 * which these weights still hold best. Roweis and Saul, <i>Science</i> 290, 2000.
 *
 * <p>It is no function: an item that was not there has no place. {@link #place} gives it the weighted mean of the places of
 * its neighbours (Saul and Roweis, <i>JMLR</i> 4, 2003, section 6.1), for which all items have to be kept.
 */
final class LocallyLinearEmbedding {

    /** Share of the trace that keeps weights unique where there are more neighbours than dimensions. */
    private static final double REGULARISATION = 1e-3;

    private final float[][] items;
    private final int neighbours;
    private final float[][] places;

    private LocallyLinearEmbedding(float[][] items, int neighbours, float[][] places) {
        this.items = items;
        this.neighbours = neighbours;
        this.places = places;
    }

    /**
     * @param items [items x features], more than {@code neighbours}
     * @param dimensions of the map
     */
    static LocallyLinearEmbedding fit(float[][] items, int neighbours, int dimensions) {
        int[][] nearest = NearestNeighbours.of(items, items, neighbours + 1);
        DMatrixRMaj cost = new DMatrixRMaj(items.length, items.length);
        for (int i = 0; i < items.length; i++) {
            int self = i;
            int[] others = Arrays.stream(nearest[i])
                    .filter(j -> j != self)
                    .limit(neighbours)
                    .toArray();
            add(cost, i, others, weights(items, items[i], others));
        }
        double[][] directions = SmallestEigenvectors.centred(cost, dimensions);
        float scale = (float) Math.sqrt(items.length);
        float[][] places = new float[items.length][dimensions];
        for (int i = 0; i < items.length; i++) {
            for (int d = 0; d < dimensions; d++) {
                places[i][d] = (float) directions[d][i] * scale;
            }
        }
        return new LocallyLinearEmbedding(items, neighbours, places);
    }

    /** The squared error of one item's place, as a quadratic form of all places. */
    private static void add(DMatrixRMaj cost, int item, int[] others, double[] weights) {
        cost.add(item, item, 1);
        for (int a = 0; a < others.length; a++) {
            cost.add(item, others[a], -weights[a]);
            cost.add(others[a], item, -weights[a]);
            for (int b = 0; b < others.length; b++) {
                cost.add(others[a], others[b], weights[a] * weights[b]);
            }
        }
    }

    /** The weights, together 1, with which the others' mean comes closest to an item. */
    private static double[] weights(float[][] items, float[] item, int[] others) {
        int k = others.length;
        DMatrixRMaj products = new DMatrixRMaj(k, k);
        for (int a = 0; a < k; a++) {
            for (int b = 0; b <= a; b++) {
                double product = product(item, items[others[a]], items[others[b]]);
                products.set(a, b, product);
                products.set(b, a, product);
            }
        }
        double trace = CommonOps_DDRM.trace(products);
        for (int a = 0; a < k; a++) {
            products.add(a, a, trace > 0 ? trace * REGULARISATION : 1);
        }
        DMatrixRMaj weights = new DMatrixRMaj(k, 1);
        DMatrixRMaj ones = new DMatrixRMaj(k, 1);
        CommonOps_DDRM.fill(ones, 1);
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(k);
        if (!solver.setA(products)) {
            throw new ArithmeticException(
                    "the products of an item's neighbours must be positive definite, but are not");
        }
        solver.solve(ones, weights);
        CommonOps_DDRM.divide(weights, CommonOps_DDRM.elementSum(weights));
        return weights.data;
    }

    private static double product(float[] from, float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < from.length; d++) {
            sum += ((double) a[d] - from[d]) * ((double) b[d] - from[d]);
        }
        return sum;
    }

    /** Where the items are, in their order; not copied. */
    float[][] places() {
        return places;
    }

    /** Puts items that were not there among their neighbours. */
    float[][] place(float[][] newcomers) {
        int[][] nearest = NearestNeighbours.of(items, newcomers, neighbours);
        return IntStream.range(0, newcomers.length)
                .parallel()
                .mapToObj(i -> mean(nearest[i], weights(items, newcomers[i], nearest[i])))
                .toArray(float[][]::new);
    }

    private float[] mean(int[] others, double[] weights) {
        float[] mean = new float[places[0].length];
        for (int d = 0; d < mean.length; d++) {
            double sum = 0;
            for (int a = 0; a < others.length; a++) {
                sum += weights[a] * places[others[a]][d];
            }
            mean[d] = (float) sum;
        }
        return mean;
    }
}
