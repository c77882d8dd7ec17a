package io.kinstream.page;

import io.kinstream.learn.PrequentialState;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.DistanceLoss;
import io.kinstream.nn.Label;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far apart the pairs of the window were before they were learned, and with what force the loss moves them. The
 * histograms have bins of equal width, from distance 0.
 *
 * @param margin up to which dissimilar pairs are pushed
 * @param threshold below which a pair is best taken for similar, null if that is not known
 * @param end where the last bin ends
 * @param beyond how many pairs are farther apart than that
 * @param similar pairs in each bin
 * @param dissimilar pairs in each bin
 * @param similarLoss what a similar pair costs at the edges of the bins, from 0 to the end
 * @param dissimilarLoss what a dissimilar pair costs there
 * @param pull sum of the loss's slopes at the similar pairs: how hard it shortens their distances
 * @param push the same of dissimilar pairs, whose distances it lengthens
 */
record Springs(
        double margin,
        Double threshold,
        double end,
        int beyond,
        int[] similar,
        int[] dissimilar,
        List<Double> similarLoss,
        List<Double> dissimilarLoss,
        Double pull,
        Double push) {

    static final int BINS = 48;

    private static final double SHOWN = 0.99;
    private static final double LEAST_MARGINS = 1.5;
    private static final double MOST_MARGINS = 8;
    private static final double STEP_MARGINS = 0.5;

    static Springs of(PrequentialState window, ContrastiveLoss loss, double threshold) {
        DistanceLoss attraction = loss.of(Label.SIMILAR);
        DistanceLoss repulsion = loss.of(Label.DISSIMILAR);
        double margin = loss.margin();
        double end = end(window, margin);
        int[] similar = new int[BINS];
        int[] dissimilar = new int[BINS];
        int beyond = 0;
        double pull = 0;
        double push = 0;
        for (int i = 0; i < window.size(); i++) {
            float distance = window.distances()[i];
            boolean isSimilar = window.similar()[i];
            if (distance < end) {
                (isSimilar ? similar : dissimilar)[(int) (distance / end * BINS)]++;
            } else {
                beyond++;
            }
            pull += isSimilar ? attraction.slope(distance) : 0;
            push -= isSimilar ? 0 : repulsion.slope(distance);
        }
        return new Springs(
                margin,
                Numbers.brief(threshold),
                end,
                beyond,
                similar,
                dissimilar,
                curve(attraction, end),
                curve(repulsion, end),
                Numbers.brief(pull),
                Numbers.brief(push));
    }

    private static List<Double> curve(DistanceLoss part, double end) {
        return IntStream.rangeClosed(0, BINS)
                .mapToObj(edge -> Numbers.brief(part.loss((float) (end * edge / BINS))))
                .toList();
    }

    /** In steps of half a margin, so that the axis rarely changes, and seldom because of a few far pairs. */
    private static double end(PrequentialState window, double margin) {
        float[] ascending = window.distances().clone();
        Arrays.sort(ascending);
        double far = ascending.length == 0 ? 0 : ascending[(int) ((ascending.length - 1) * SHOWN)];
        double margins = Math.ceil(far / margin / STEP_MARGINS) * STEP_MARGINS;
        return margin * Math.min(MOST_MARGINS, Math.max(LEAST_MARGINS, margins));
    }
}
