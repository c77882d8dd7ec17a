package io.kinstream.nn;

/**
 * How many dimensions a set of embeddings really uses. A collapsing encoder shows here long before its loss does.
 *
 * <p>exp(H(p)), p_i = s_i / sum s, H = -sum p_i ln p_i over the singular values s of a matrix: Roy and Vetterli, The
 * Effective Rank: A Measure of Effective Dimensionality, EUSIPCO 2007. The matrix here is the covariance of the
 * embeddings; being symmetric and positive, its singular values are its eigenvalues, the variances.
 */
public final class EffectiveRank {
    private EffectiveRank() {}

    /**
     * @param embeddings [embeddings x dimensions], finite
     * @return from 1, all on a line, to dimensions, equally spread in all; 0 if all are the same point, NaN for fewer
     *     than 2
     */
    public static double of(float[][] embeddings) {
        if (embeddings.length < 2) {
            return Double.NaN;
        }
        Spectrum spectrum = Spectrum.of(embeddings, false);
        double total = spectrum.total();
        if (total == 0) {
            return 0;
        }
        double entropy = 0;
        for (double variance : spectrum.variances()) {
            if (variance > 0) {
                double share = variance / total;
                entropy -= share * Math.log(share);
            }
        }
        return Math.exp(entropy);
    }
}
