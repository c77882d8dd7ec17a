package io.kinstream.learn;

/**
 * How well distances tell two kinds of pairs apart. NaN throughout when there is no pair of a kind.
 *
 * @param auc area under the ROC curve, [0..1]
 * @param equalErrorRate where the ROC curve crosses the line "both error rates are equal", [0..1]
 * @param threshold distance below which a pair is best taken for similar
 * @param accuracy share of pairs judged correctly with that threshold, [0..1]
 */
record Separation(double auc, double equalErrorRate, double threshold, double accuracy) {
    // One walk over the distinct distances v, ascending, with S similar and D dissimilar pairs in all. Taking "similar"
    // up to and including v, s(v) similar pairs are accepted rightly and d(v) dissimilar ones wrongly:
    //
    //   false accepts   FA = d / D        rises from 0 to 1
    //   false rejects   FR = 1 - s / S    falls from 1 to 0
    //   accuracy           = (s + D - d) / (S + D)
    //   AUC                = area under (FA, 1 - FR) by trapezia: pairs that tie make a slanted step, which counts a
    //                        similar and a dissimilar pair of one distance as half a success (the Mann-Whitney
    // statistic)
    //   equal error rate   = FA where FA = FR, on the same slanted steps, so interpolated linearly
    //
    // A threshold lies midway between v and the next distance: it is never a distance that occurred, so that nobody
    // needs to know on which side a tie falls. Before the first v it is midway between 0 and v (no pair is similar),
    // after the last it is the next larger double (every pair is). Of equally good thresholds the smallest is taken.
    // Accuracy is the plain share of correct judgements: the best rule for the mix of kinds that this stream has.

    private static final Separation UNDEFINED = new Separation(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /** @param similar and dissimilar: distances of the pairs of each kind, ascending, finite, &gt;= 0 */
    static Separation of(float[] similar, float[] dissimilar) {
        if (similar.length == 0 || dissimilar.length == 0) {
            return UNDEFINED;
        }
        int total = similar.length + dissimilar.length;
        long doubledWins = 0; // twice the number of (similar, dissimilar) couples in the right order
        double equalErrorRate = Double.NaN;
        double threshold = Math.min(similar[0], dissimilar[0]) / 2.0;
        int mostCorrect = dissimilar.length;
        int accepted = 0;
        int wronglyAccepted = 0;
        while (accepted + wronglyAccepted < total) {
            float distance = nearer(similar, accepted, dissimilar, wronglyAccepted);
            int nextAccepted = skip(similar, accepted, distance);
            int nextWrongly = skip(dissimilar, wronglyAccepted, distance);

            doubledWins += (long) (nextWrongly - wronglyAccepted) * (accepted + nextAccepted);
            if (Double.isNaN(equalErrorRate)) {
                equalErrorRate = crossing(
                        (double) wronglyAccepted / dissimilar.length,
                        1 - (double) accepted / similar.length,
                        (double) nextWrongly / dissimilar.length,
                        1 - (double) nextAccepted / similar.length);
            }
            int correct = nextAccepted + dissimilar.length - nextWrongly;
            if (correct > mostCorrect) {
                mostCorrect = correct;
                threshold = nextAccepted + nextWrongly == total
                        ? Math.nextUp((double) distance)
                        : ((double) distance + nearer(similar, nextAccepted, dissimilar, nextWrongly)) / 2;
            }
            accepted = nextAccepted;
            wronglyAccepted = nextWrongly;
        }
        double auc = doubledWins / (2.0 * similar.length * dissimilar.length);
        return new Separation(auc, equalErrorRate, threshold, (double) mostCorrect / total);
    }

    /** The smallest distance not yet passed; there is one. */
    static float nearer(float[] similar, int s, float[] dissimilar, int d) {
        if (s == similar.length) {
            return dissimilar[d];
        }
        return d == dissimilar.length ? similar[s] : Math.min(similar[s], dissimilar[d]);
    }

    /** The first position at or after {@code from} whose distance is larger. */
    static int skip(float[] ascending, int from, float distance) {
        int position = from;
        while (position < ascending.length && ascending[position] == distance) {
            position++;
        }
        return position;
    }

    /** Where false accepts and false rejects are equal on the straight line between two points; NaN if not on it. */
    private static double crossing(double accepts, double rejects, double nextAccepts, double nextRejects) {
        double before = rejects - accepts;
        double after = nextRejects - nextAccepts;
        return after > 0 ? Double.NaN : accepts + (nextAccepts - accepts) * before / (before - after);
    }
}
