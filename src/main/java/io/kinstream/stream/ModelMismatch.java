package io.kinstream.stream;

import java.util.List;

/** The job has a model already, and the configuration does not fit it; the message lists what differs, and the ways out. */
public final class ModelMismatch extends Exception {

    private static final long serialVersionUID = 1L;

    ModelMismatch(String modelId, List<String> differences) {
        super("the configuration must fit the model " + modelId + " of this job, but:\n  "
                + String.join("\n  ", differences)
                + "\nPut it back, or start another model with an application.id and a topics.prefix of its own.");
    }
}
