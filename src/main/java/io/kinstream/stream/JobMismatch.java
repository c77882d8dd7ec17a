package io.kinstream.stream;

import java.util.List;

/** The job has run before, and the start does not fit what it has stored; the message lists what differs, and the ways out. */
public final class JobMismatch extends Exception {

    private static final long serialVersionUID = 1L;

    JobMismatch(String applicationId, List<String> differences) {
        super("the start must fit what the job " + applicationId + " has stored, but:\n  "
                + String.join("\n  ", differences)
                + "\nPut it back, or start another model with an application.id and a topics.prefix of its own.");
    }
}
