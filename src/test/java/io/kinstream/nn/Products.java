package io.kinstream.nn;

import dev.ludovic.netlib.blas.BLAS;
import java.util.Optional;

/** The two ways to multiply matrices that training has. Tests of steps run with both. */
enum Products {
    LOOPS(Optional.empty()),
    /** The native one if this machine has one, else netlib's in Java. */
    BLAS(Optional.of(BlasKernel.get()));

    private final Optional<BLAS> blas;

    Products(Optional<BLAS> blas) {
        this.blas = blas;
    }

    GradientStep step(Encoder encoder, ContrastiveLoss loss) {
        return new GradientStep(encoder, loss, blas);
    }

    GradientStep step(Encoder encoder, ContrastiveLoss loss, InputScale scale) {
        return step(encoder, loss, 0, scale);
    }

    GradientStep step(Encoder encoder, ContrastiveLoss loss, float clip, InputScale scale) {
        return new GradientStep(encoder, loss, clip, scale, blas);
    }

    /** Takes a step from one pair and gives it back, with its scores. */
    GradientStep take(Encoder encoder, float margin, float rate, Features left, Features right, Label label) {
        GradientStep step = step(encoder, ContrastiveLoss.drlim(margin));
        step.add(left, right, label, 1);
        if (!step.take(rate)) {
            throw new AssertionError("refused");
        }
        return step;
    }
}
