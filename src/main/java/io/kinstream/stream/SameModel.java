package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.config.Role;
import io.kinstream.learn.LearnerSettings;
import io.kinstream.nn.Architecture;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.SnapshotCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/**
 * Refuses to go on training a model with settings that it was not made with. The learner would refuse, too, but only
 * once its state is restored; the rest of the topology could judge events by the wrong settings meanwhile.
 */
final class SameModel {

    private SameModel() {}

    /**
     * Compares the configuration with the newest model, if the job has been running before.
     *
     * @throws ModelMismatch if layers, activation, seed or margin differ
     */
    static void check(Admin admin, KinstreamConfig config) throws ModelMismatch {
        boolean ranBefore = !TopicAdmin.await(
                        admin.listConsumerGroupOffsets(config.applicationId(Role.TRAIN))
                                .partitionsToOffsetAndMetadata(),
                        "positions of " + config.applicationId(Role.TRAIN) + " could not be read")
                .isEmpty();
        if (ranBefore && new ModelReader(config).newest() instanceof SnapshotCodec.Complete found) {
            ModelManifest model = found.snapshot().manifest();
            List<String> differences = differences(config.learnerSettings(), model);
            if (!differences.isEmpty()) {
                throw new ModelMismatch(model.modelId(), differences);
            }
        }
    }

    /** What of the model the configuration does not fit; empty if it fits. */
    static List<String> differences(LearnerSettings settings, ModelManifest model) {
        Architecture made = model.architecture();
        Architecture configured = settings.architecture();
        List<String> differences = new ArrayList<>();
        compare("model.layers", made.widths(), configured.widths(), differences);
        compare(
                "model.activation",
                made.activation().word(),
                configured.activation().word(),
                differences);
        compare("model.seed", model.seed(), settings.seed(), differences);
        compare("loss.margin", model.margin(), settings.margin(), differences);
        return differences;
    }

    private static void compare(String key, Object made, Object configured, List<String> differences) {
        if (!made.equals(configured)) {
            differences.add(key + " must be " + made + ", but was " + configured);
        }
    }
}
