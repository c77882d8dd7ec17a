package io.kinstream.stream;

import io.kinstream.learn.LearnerSettings;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.ContrastiveLoss;
import java.util.ArrayList;
import java.util.List;

/** Whether a configuration is that of a model. */
final class SameModel {

    private SameModel() {}

    /** One line for each setting that is not as the model was made; empty if all are. */
    static List<String> differences(LearnerSettings settings, Architecture made, long seed, ContrastiveLoss loss) {
        Architecture configured = settings.architecture();
        List<String> differences = new ArrayList<>();
        compare("model.layers", made.widths(), configured.widths(), differences);
        compare(
                "model.activation",
                made.activation().word(),
                configured.activation().word(),
                differences);
        compare("model.seed", seed, settings.seed(), differences);
        ContrastiveLoss wanted = settings.loss();
        compare("loss", loss.form().word(), wanted.form().word(), differences);
        compare("loss.distance", loss.distance().word(), wanted.distance().word(), differences);
        compare("loss.margin", loss.margin(), wanted.margin(), differences);
        compare("loss.margin.similar", loss.similarMargin(), wanted.similarMargin(), differences);
        return differences;
    }

    static void compare(String key, Object made, Object configured, List<String> differences) {
        if (!made.equals(configured)) {
            differences.add(key + " must be " + made + ", but was " + configured);
        }
    }
}
