package io.kinstream.bench;

import io.kinstream.bench.PairEvents.Form;
import java.util.Locale;

/** A way from `pairs` to the learner: how they are written, and whether they go through join and training log. */
public enum PipelineWay {
    DIRECT_BINARY(Form.FLOAT32, true),
    DIRECT_JSON(Form.JSON, true),
    LOG_BINARY(Form.FLOAT32, false),
    LOG_JSON(Form.JSON, false),
    BY_ID(Form.IDS, false);

    private final Form form;
    private final boolean direct;

    PipelineWay(Form form, boolean direct) {
        this.form = form;
        this.direct = direct;
    }

    Form form() {
        return form;
    }

    /** Whether the learner reads `pairs` itself. */
    boolean direct() {
        return direct;
    }

    /** As it is in the names of figures. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
