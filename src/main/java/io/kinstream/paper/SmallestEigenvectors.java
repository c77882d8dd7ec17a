package io.kinstream.paper;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * A few eigenvectors of a large matrix, by inverse iteration of a subspace (Golub and Van Loan, <i>Matrix Computations</i>,
 * 8.2): one factorisation instead of all eigenvectors.
 */
final class SmallestEigenvectors {

    private static final int MORE_THAN_ASKED = 12;
    private static final int ITERATIONS = 60;
    /** Of the mean diagonal entry: makes a matrix definite that is singular, and moves its eigenvalues, not its vectors. */
    private static final double SHIFT = 1e-10;

    private static final long SEED = 1;

    private SmallestEigenvectors() {}

    /**
     * The vectors with the smallest eigenvalues among those whose entries add up to 0.
     *
     * @param matrix symmetric, no eigenvalue below 0, that of the constant vector 0
     * @return [count x entries], each of length 1, smallest eigenvalue first
     */
    static double[][] centred(DMatrixRMaj matrix, int count) {
        int n = matrix.numRows;
        DMatrixRMaj definite = matrix.copy();
        double shift = SHIFT * CommonOps_DDRM.trace(matrix) / n;
        for (int i = 0; i < n; i++) {
            definite.add(i, i, shift);
        }
        LinearSolverDense<DMatrixRMaj> inverse = LinearSolverFactory_DDRM.chol(n);
        if (!inverse.setA(definite)) {
            throw new ArithmeticException("matrix must be positive semidefinite, but is not");
        }
        int columns = Math.min(count + MORE_THAN_ASKED, n - 1);
        DMatrixRMaj basis = RandomMatrices_DDRM.rectangle(n, columns, -1, 1, new Random(SEED));
        DMatrixRMaj solved = new DMatrixRMaj(n, columns);
        for (int i = 0; i < ITERATIONS; i++) {
            centre(basis);
            basis = orthonormal(basis);
            inverse.solve(basis, solved);
            basis.setTo(solved);
        }
        centre(basis);
        return smallest(matrix, orthonormal(basis), count);
    }

    private static void centre(DMatrixRMaj basis) {
        DMatrixRMaj sums = CommonOps_DDRM.sumCols(basis, null);
        for (int i = 0; i < basis.numRows; i++) {
            for (int j = 0; j < basis.numCols; j++) {
                basis.add(i, j, -sums.get(j) / basis.numRows);
            }
        }
    }

    private static DMatrixRMaj orthonormal(DMatrixRMaj basis) {
        QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(basis.numRows, basis.numCols);
        if (!qr.decompose(basis.copy())) {
            throw new ArithmeticException("the basis of a subspace could not be made orthonormal");
        }
        return qr.getQ(null, true);
    }

    /** The best vectors within the subspace: those of the matrix as it acts there. */
    private static double[][] smallest(DMatrixRMaj matrix, DMatrixRMaj basis, int count) {
        DMatrixRMaj image = new DMatrixRMaj(basis.numRows, basis.numCols);
        CommonOps_DDRM.mult(matrix, basis, image);
        DMatrixRMaj within = new DMatrixRMaj(basis.numCols, basis.numCols);
        CommonOps_DDRM.multTransA(basis, image, within);
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(basis.numCols, true, true);
        if (!eigen.decompose(within)) {
            throw new ArithmeticException("the eigenvalues of a subspace did not converge");
        }
        return IntStream.range(0, basis.numCols)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> eigen.getEigenvalue(i).getReal()))
                .limit(count)
                .map(i -> {
                    DMatrixRMaj vector = new DMatrixRMaj(basis.numRows, 1);
                    CommonOps_DDRM.mult(basis, eigen.getEigenVector(i), vector);
                    return vector.data;
                })
                .toArray(double[][]::new);
    }
}
