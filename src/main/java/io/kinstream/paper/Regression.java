package io.kinstream.paper;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Ordinary least squares from places to a number: how far the number can be read off a map with a ruler. */
final class Regression {

    private final double[] coefficients;

    private Regression(double[] coefficients) {
        this.coefficients = coefficients;
    }

    /**
     * @param places [items x dimensions]
     * @param targets [items], more than dimensions
     */
    static Regression fit(float[][] places, double[] targets) {
        int columns = places[0].length + 1;
        DMatrixRMaj known = new DMatrixRMaj(places.length, columns);
        for (int i = 0; i < places.length; i++) {
            for (int d = 0; d < columns - 1; d++) {
                known.set(i, d, places[i][d]);
            }
            known.set(i, columns - 1, 1);
        }
        DMatrixRMaj solution = new DMatrixRMaj(columns, 1);
        DMatrixRMaj inverse = new DMatrixRMaj(columns, places.length);
        CommonOps_DDRM.pinv(known, inverse); // places may lie in a plane
        CommonOps_DDRM.mult(inverse, new DMatrixRMaj(targets), solution);
        return new Regression(solution.data);
    }

    double predict(float[] place) {
        double sum = coefficients[place.length];
        for (int d = 0; d < place.length; d++) {
            sum += coefficients[d] * place[d];
        }
        return sum;
    }

    /** The direction in which the number grows fastest; of length 0 if it does not. */
    double[] direction() {
        return Arrays.copyOf(coefficients, coefficients.length - 1);
    }

    /** The share of the targets' variance that is told: 1 is all, 0 no more than their mean tells, and it can be less. */
    double r2(float[][] places, double[] targets) {
        double mean = Arrays.stream(targets).average().orElseThrow();
        double wrong = 0;
        double total = 0;
        for (int i = 0; i < places.length; i++) {
            double error = targets[i] - predict(places[i]);
            wrong += error * error;
            total += (targets[i] - mean) * (targets[i] - mean);
        }
        return 1 - wrong / total;
    }
}
