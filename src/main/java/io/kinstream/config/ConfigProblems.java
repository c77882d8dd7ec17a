package io.kinstream.config;

import java.util.List;

/** Everything that is wrong with a configuration, so that it can be put right in one go. */
public final class ConfigProblems extends Exception {

    private final transient List<String> problems;

    ConfigProblems(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each, {@code <key> must be <rule>, but was <value>}; never empty. The message holds the same lines. */
    public List<String> problems() {
        return problems;
    }
}
