package io.kinstream.stream;

import java.util.List;

/** The topics are not as they must be; the message lists all that is wrong, and what to do about each. */
public final class TopicProblems extends Exception {

    private static final long serialVersionUID = 1L;

    public TopicProblems(List<String> problems) {
        super("the topics must be as README describes, but:\n  " + String.join("\n  ", problems));
    }
}
