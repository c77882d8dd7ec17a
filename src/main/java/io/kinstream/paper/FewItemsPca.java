package io.kinstream.paper;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Principal components of fewer items than features, from the products of the items: the same directions as those of the
 * covariance of the features, and much less work (Turk and Pentland, <i>Eigenfaces for Recognition</i>, 1991).
 */
final class FewItemsPca {

    private final double[] mean;
    private final DMatrixRMaj directions;

    private FewItemsPca(double[] mean, DMatrixRMaj directions) {
        this.mean = mean;
        this.directions = directions;
    }

    /**
     * @param items [items x features]
     * @param components how many to keep, fewer than items
     */
    static FewItemsPca fit(float[][] items, int components) {
        int features = items[0].length;
        double[] mean = IntStream.range(0, features)
                .mapToDouble(d -> Arrays.stream(items)
                        .mapToDouble(item -> item[d])
                        .average()
                        .orElseThrow())
                .toArray();
        DMatrixRMaj centred = centred(items, mean);
        DMatrixRMaj products = new DMatrixRMaj(items.length, items.length);
        CommonOps_DDRM.multTransB(centred, centred, products);
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(items.length, true, true);
        if (!eigen.decompose(products)) {
            throw new ArithmeticException("the eigenvalues of " + items.length + " items did not converge");
        }
        int[] largest = IntStream.range(0, items.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -eigen.getEigenvalue(i).getReal()))
                .mapToInt(Integer::intValue)
                .toArray();
        DMatrixRMaj directions = new DMatrixRMaj(features, components);
        for (int k = 0; k < components; k++) {
            DMatrixRMaj direction = new DMatrixRMaj(features, 1);
            CommonOps_DDRM.multTransA(centred, eigen.getEigenVector(largest[k]), direction);
            CommonOps_DDRM.divide(
                    direction, Math.sqrt(eigen.getEigenvalue(largest[k]).getReal()));
            CommonOps_DDRM.insert(direction, directions, 0, k);
        }
        return new FewItemsPca(mean, directions);
    }

    /** Where items lie along the components. */
    float[][] project(float[][] items) {
        DMatrixRMaj places = new DMatrixRMaj(items.length, directions.numCols);
        CommonOps_DDRM.mult(centred(items, mean), directions, places);
        float[][] projected = new float[items.length][directions.numCols];
        for (int i = 0; i < items.length; i++) {
            for (int k = 0; k < directions.numCols; k++) {
                projected[i][k] = (float) places.get(i, k);
            }
        }
        return projected;
    }

    private static DMatrixRMaj centred(float[][] items, double[] mean) {
        DMatrixRMaj centred = new DMatrixRMaj(items.length, mean.length);
        for (int i = 0; i < items.length; i++) {
            for (int d = 0; d < mean.length; d++) {
                centred.set(i, d, items[i][d] - mean[d]);
            }
        }
        return centred;
    }
}
