package io.kinstream.monitor;

import java.util.Map;

/**
 * The answer to a health probe.
 *
 * @param ok true is HTTP status 200, false 503
 * @param status one word, such as {@code running} or {@code restoring}
 * @param detail what an operator wants to know about it; values are text, numbers, booleans, or lists and maps of these
 */
public record Health(boolean ok, String status, Map<String, Object> detail) {

    public Health {
        detail = Map.copyOf(detail);
    }
}
