package io.kinstream.faults;

import io.kinstream.wire.Header;
import io.kinstream.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A record of the workload, and what must become of it. */
record Event(Topic topic, byte[] key, byte[] value, List<Header> headers, Fate fate) {

    static Event json(Topic topic, String key, String value, Fate fate) {
        return new Event(topic, utf8(key), utf8(value), List.of(), fate);
    }

    static byte[] utf8(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
