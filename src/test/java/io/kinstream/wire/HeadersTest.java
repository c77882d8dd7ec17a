package io.kinstream.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HeadersTest {
    @Test
    void theLastHeaderOfANameCounts() {
        List<Header> headers = List.of(Header.text("a", "1"), Header.text("a", "2"), Header.text("b", "3"));
        assertEquals(Optional.of("2"), Header.find(headers, "a"));
        assertEquals(Optional.empty(), Header.find(headers, "c"));
        assertEquals(Optional.empty(), Header.find(List.of(new Header("a", null)), "a"));
    }

    @Test
    void aDeadLetterKeepsItsHeadersAndSaysWhereItCameFrom() {
        Origin origin = new Origin("kinstream.pairs", 3, 4711);
        List<Header> original = List.of(Header.text("trace", "x"), Header.text("reason", "older"));
        List<Header> headers = DeadLetter.headers(origin, original, Reason.NO_JOIN, "left must be features");
        assertEquals(original, headers.subList(0, 2));
        assertEquals(Optional.of("no-join"), Header.find(headers, "reason"));
        assertEquals(Optional.of("left must be features"), Header.find(headers, "message"));
        assertEquals(Optional.of("kinstream.pairs"), Header.find(headers, "source.topic"));
        assertEquals(Optional.of("3"), Header.find(headers, "source.partition"));
        assertEquals(Optional.of("4711"), Header.find(headers, "source.offset"));
        assertEquals("kinstream.pairs-3@4711", origin.toString());
    }

    @Test
    void wordsOfReasonsAreTheContract() {
        assertEquals(
                List.of(
                        "not-json",
                        "wrong-shape",
                        "unknown-label",
                        "wrong-feature-count",
                        "not-finite",
                        "too-large",
                        "index-out-of-range",
                        "index-repeated",
                        "features-missing",
                        "no-join",
                        "step-refused",
                        "no-key"),
                Stream.of(Reason.values()).map(Reason::word).toList());
    }
}
