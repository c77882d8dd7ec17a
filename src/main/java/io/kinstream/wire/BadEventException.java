package io.kinstream.wire;

/**
 * An event of a user that cannot be used. Bad events are an everyday matter and may come in floods, so that no stack
 * trace is taken: the reason and the message, which says what to fix, are what operators read.
 */
public final class BadEventException extends Exception {
    private final Reason reason;

    /** @param message what is wrong, as {@code <name> must be <rule>, but was <value>} */
    public BadEventException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** Why the event cannot be used, as one of a fixed list. */
    public Reason reason() {
        return reason;
    }
}
