package io.kinstream.learn;

import io.kinstream.nn.Encoder;
import io.kinstream.nn.GradientStep;

/**
 * Tells whose fault it is when steps are not finite: a pair's, or the model's. A pair that an untrained encoder of the
 * same seed can learn is sound; a model that refuses {@value #IN_A_ROW} sound pairs in a row has diverged.
 *
 * <p>A row ends when a step changes weights. Other pairs that are taken do not end it: to a model whose distances are
 * huge each dissimilar pair is beyond the margin, where nothing is left to do. Pairs at fault do not end it either.
 */
final class Divergence {

    static final int IN_A_ROW = 16;

    private final LearnerSettings settings;
    private int row;

    Divergence(LearnerSettings settings) {
        this.settings = settings;
    }

    /** @param gradientNorm of a step that the model has taken */
    void taken(float gradientNorm) {
        if (gradientNorm > 0) {
            row = 0;
        }
    }

    /**
     * Judges a pair that the model has refused.
     *
     * @return whether the model has diverged
     */
    boolean refused(Pair pair, float learningRate) {
        if (isSound(pair, learningRate)) {
            row++;
        }
        return row >= IN_A_ROW;
    }

    private boolean isSound(Pair pair, float learningRate) {
        Encoder untrained = Encoder.seeded(settings.architecture(), settings.seed());
        GradientStep step = new GradientStep(
                untrained,
                settings.loss(),
                settings.clip(),
                StreamStatistics.begin(settings).inputs());
        step.clear();
        step.add(pair.left(), pair.right(), pair.label(), pair.weight());
        return step.take(learningRate);
    }
}
