package io.kinstream.stream;

/** Nothing can be said about the weights; the message says what is missing, and what to do. */
public final class VerificationImpossible extends Exception {

    private static final long serialVersionUID = 1L;

    VerificationImpossible(String message) {
        super(message);
    }
}
