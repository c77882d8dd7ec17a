package io.kinstream.wire;

/**
 * Bytes that this program should have written, but cannot read: torn, changed, of an unknown format or of something
 * else. Unlike a bad event this must not be skipped, since what depends on it would silently be wrong.
 */
public final class CorruptDataException extends RuntimeException {
    CorruptDataException(String message) {
        super(message);
    }

    CorruptDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
