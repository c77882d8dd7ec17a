package io.kinstream.monitor;

import io.kinstream.learn.Drift;
import io.kinstream.learn.Quality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the model itself is: news for those who ask after the health of the program, which may be well all the same. The
 * words mean what the alerts of the same names mean, without their patience.
 *
 * @param figures of this process
 */
public record ModelCondition(Figures figures) {

    /** Fewer pairs say little: a model that has learned nothing looks collapsed. */
    private static final int ENOUGH_PAIRS = 1000;

    private static final double MUCH_GROWTH = 1.2;
    private static final double POINT_IN_MARGINS = 0.1;
    private static final double SPREAD_OF_A_POINT_IN_MARGINS = 0.02;
    private static final double RANK_OF_A_LINE = 1.1;
    private static final double GOOD_AUC = 0.8;

    /** What is known, by name; {@code concerns} only where a learner is. */
    public Map<String, Object> detail() {
        Map<String, Object> detail = new LinkedHashMap<>();
        figures.quality().ifPresent(quality -> {
            detail.put("concerns", concerns());
            put(detail, "loss_similar", quality.similarLoss());
            put(detail, "loss_dissimilar", quality.dissimilarLoss());
            put(detail, "auc", quality.auc());
        });
        figures.drift().ifPresent(drift -> {
            put(detail, "loss_drift", drift.growth());
            if (drift.pairs() > 0) {
                detail.put("loss_drift_pairs", drift.pairs());
            }
        });
        put(detail, "gradient_norm", figures.gradientNorm());
        put(detail, "effective_rank", figures.effectiveRank());
        put(detail, "largest_spread", figures.largestSpread());
        return detail;
    }

    private static void put(Map<String, Object> detail, String name, double figure) {
        if (Double.isFinite(figure)) {
            detail.put(name, figure);
        }
    }

    /** What somebody should look after: {@code drifting}, {@code diverging}, {@code collapsed}, or nothing. */
    public List<String> concerns() {
        List<String> concerns = new ArrayList<>();
        if (figures.drift().filter(ModelCondition::isNews).isPresent()) {
            concerns.add("drifting");
        }
        figures.quality()
                .filter(quality -> quality.similarPairs() + quality.dissimilarPairs() >= ENOUGH_PAIRS)
                .ifPresent(quality -> judge(quality, concerns));
        return concerns;
    }

    private static boolean isNews(Drift drift) {
        return drift.growth() > MUCH_GROWTH && !drift.settled();
    }

    private void judge(Quality quality, List<String> concerns) {
        double margin = figures.margin();
        if (quality.similarDistance() > margin) {
            concerns.add("diverging");
        }
        boolean isPoint = quality.dissimilarDistance() < POINT_IN_MARGINS * margin
                || figures.largestSpread() < SPREAD_OF_A_POINT_IN_MARGINS * margin;
        boolean isLine = figures.effectiveRank() < RANK_OF_A_LINE && quality.auc() <= GOOD_AUC;
        if (isPoint || isLine) {
            concerns.add("collapsed");
        }
    }
}
