package io.kinstream.monitor;

/** A request that gets no answer, and why. It has no stack trace: it is an answer too, not a failure. */
public final class RefusedException extends Exception {

    private final int status;
    private final String reason;

    private RefusedException(int status, String reason, String message) {
        super(message, null, false, false);
        this.status = status;
        this.reason = reason;
    }

    /**
     * The request is at fault; HTTP status 400.
     *
     * @param reason one word of the fixed list of reasons, such as {@code not-json}
     * @param message what to put right
     */
    public static RefusedException badRequest(String reason, String message) {
        return new RefusedException(400, reason, message);
    }

    /**
     * What was asked for is not here; HTTP status 404.
     *
     * @param reason as one word
     * @param message what to do instead
     */
    public static RefusedException notFound(String reason, String message) {
        return new RefusedException(404, reason, message);
    }

    /** There is no model yet; HTTP status 503. */
    public static RefusedException noModel() {
        return notNow("no-model", "no model has been published yet");
    }

    /**
     * What was asked for cannot be answered at the moment; HTTP status 503.
     *
     * @param reason as one word
     * @param message until when
     */
    public static RefusedException notNow(String reason, String message) {
        return new RefusedException(503, reason, message);
    }

    int status() {
        return status;
    }

    /** The reason as one word, for programs. */
    public String reason() {
        return reason;
    }
}
