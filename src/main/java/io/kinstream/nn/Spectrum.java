package io.kinstream.nn;

import dev.ludovic.netlib.blas.BLAS;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_FDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F32;

/**
 * Mean, and eigenvalues and eigenvectors of the covariance, of a set of vectors.
 *
 * @param mean [dimensions]
 * @param variances [dimensions], the eigenvalues, largest first, none below 0
 * @param directions [dimensions x dimensions], row i belongs to {@code variances[i]}, of length 1, the sign chosen
 *     such that the entry of largest magnitude is positive; empty if only variances were asked for
 */
record Spectrum(float[] mean, double[] variances, float[][] directions) {
    /** Centred rows are multiplied in blocks: enough for a fast product, without a second copy of all rows. */
    private static final int BLOCK = 1024;

    /**
     * @param rows [rows x dimensions], at least 2 rows, all finite and of the same length
     * @throws IllegalArgumentException if they are not
     */
    static Spectrum of(float[][] rows, boolean withDirections) {
        check(rows);
        float[] mean = mean(rows);
        double scale = largestDistance(rows, mean);
        FMatrixRMaj covariance = covariance(rows, mean, scale);
        int dimensions = mean.length;
        EigenDecomposition_F32<FMatrixRMaj> eigen = DecompositionFactory_FDRM.eig(dimensions, withDirections, true);
        if (!eigen.decompose(covariance)) {
            throw new ArithmeticException(
                    "eigenvalues of the " + dimensions + " x " + dimensions + " covariance did not converge");
        }
        int[] order = largestFirst(eigen);
        double[] variances = new double[dimensions];
        float[][] directions = new float[withDirections ? dimensions : 0][];
        for (int i = 0; i < dimensions; i++) {
            variances[i] = Math.max(0, eigen.getEigenvalue(order[i]).getReal()) * scale * scale;
            if (withDirections) {
                directions[i] = signed(eigen.getEigenVector(order[i]).data);
            }
        }
        return new Spectrum(mean, variances, directions);
    }

    /** Sum of all variances, the trace of the covariance. */
    double total() {
        double total = 0;
        for (double variance : variances) {
            total += variance;
        }
        return total;
    }

    private static void check(float[][] rows) {
        if (rows.length < 2) {
            throw new IllegalArgumentException("rows must be at least 2, but was " + rows.length);
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != rows[0].length) {
                throw new IllegalArgumentException("length of row " + i + " must be that of row 0, " + rows[0].length
                        + ", but was " + rows[i].length);
            }
            for (float value : rows[i]) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException("row " + i + " must be finite, but was " + value);
                }
            }
        }
    }

    private static float[] mean(float[][] rows) {
        double[] sum = new double[rows[0].length];
        for (float[] row : rows) {
            for (int d = 0; d < sum.length; d++) {
                sum[d] += row[d];
            }
        }
        float[] mean = new float[sum.length];
        for (int d = 0; d < mean.length; d++) {
            mean[d] = (float) (sum[d] / rows.length);
        }
        return mean;
    }

    /** The largest coordinate of a row relative to the mean; 1 if all rows are the same. */
    private static double largestDistance(float[][] rows, float[] mean) {
        double largest = 0;
        for (float[] row : rows) {
            for (int d = 0; d < mean.length; d++) {
                largest = Math.max(largest, Math.abs((double) row[d] - mean[d]));
            }
        }
        return largest == 0 ? 1 : largest;
    }

    /**
     * Sum of (row - mean)(row - mean)' / (rows - 1), symmetric. Rows are divided by {@code scale}, so that the squares
     * of a model that explodes or vanishes stay in the range of a float.
     */
    private static FMatrixRMaj covariance(float[][] rows, float[] mean, double scale) {
        BLAS blas = BlasKernel.get();
        int n = mean.length;
        float[] centred = new float[Math.min(BLOCK, rows.length) * n];
        float[] covariance = new float[n * n];
        float share = 1f / (rows.length - 1);
        for (int from = 0; from < rows.length; from += BLOCK) {
            int count = Math.min(BLOCK, rows.length - from);
            for (int i = 0; i < count; i++) {
                for (int d = 0; d < n; d++) {
                    centred[i * n + d] = (float) (((double) rows[from + i][d] - mean[d]) / scale);
                }
            }
            // BLAS is column-major: to it, "centred" is [n x count].
            blas.sgemm("N", "T", n, n, count, share, centred, n, centred, n, 1f, covariance, n);
        }
        return FMatrixRMaj.wrap(n, n, covariance);
    }

    private static int[] largestFirst(EigenDecomposition_F32<FMatrixRMaj> eigen) {
        return IntStream.range(0, eigen.getNumberOfEigenvalues())
                .boxed()
                .sorted((a, b) -> Float.compare(
                        eigen.getEigenvalue(b).getReal(), eigen.getEigenvalue(a).getReal()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static float[] signed(float[] direction) {
        float largest = 0;
        for (float value : direction) {
            if (Math.abs(value) > Math.abs(largest)) {
                largest = value;
            }
        }
        if (largest < 0) {
            for (int d = 0; d < direction.length; d++) {
                direction[d] = -direction[d];
            }
        }
        return direction;
    }
}
