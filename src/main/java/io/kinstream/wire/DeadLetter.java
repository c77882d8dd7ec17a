package io.kinstream.wire;

import java.util.ArrayList;
import java.util.List;

/** What is said of an event that could not be used. Its key and value go to the dead letters as they came. */
public final class DeadLetter {
    private DeadLetter() {}

    /**
     * The headers of a dead letter: those the record came with, then ours. Where a name is in both (a dead letter that
     * was sent again and failed again) readers find ours, as the last one counts.
     */
    public static List<Header> headers(Origin origin, List<Header> original, Reason reason, String message) {
        List<Header> headers = new ArrayList<>(original);
        headers.add(Header.text(HeaderNames.REASON, reason.word()));
        headers.add(Header.text(HeaderNames.MESSAGE, message));
        headers.add(Header.text(HeaderNames.SOURCE_TOPIC, origin.topic()));
        headers.add(Header.text(HeaderNames.SOURCE_PARTITION, Integer.toString(origin.partition())));
        headers.add(Header.text(HeaderNames.SOURCE_OFFSET, Long.toString(origin.offset())));
        return headers;
    }
}
