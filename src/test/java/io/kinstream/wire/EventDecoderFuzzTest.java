package io.kinstream.wire;

import static io.kinstream.wire.Examples.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.nn.Features;
import io.kinstream.testing.EventFuzz;
import io.kinstream.testing.EventJudge;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes come, an event is read whole or refused; nothing else is thrown. */
class EventDecoderFuzzTest {
    private static final int MUTATIONS = 300;
    private static final int FUZZED = 10_000;
    private static final List<String> PIECES = List.of(
            "NaN",
            "-Infinity",
            "1e999",
            "-",
            "null",
            "\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            "\"left\":",
            "\"features\":",
            "\"label\":\"similar\",",
            "99999999999999999999",
            "1e-9",
            "//",
            "\u0000",
            "é");
    private static final List<List<Header>> HEADERS = List.of(
            List.of(),
            List.of(Header.text("content-type", "application/vnd.kinstream.float32"), Header.text("label", "similar")),
            List.of(Header.text("content-type", "text/plain")));

    private final EventDecoder decoder = new EventDecoder(Topology.SAMPLE_INPUTS, Topology.SAMPLE_MAX_BYTES);
    private final Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
    private int read;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mutatedEventsAreReadWholeOrRefused(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Path> samples = Stream.of("valid", "rejected")
                .flatMap(kind -> Topology.samples(kind).stream())
                .toList();
        for (Path sample : samples) {
            for (int i = 0; i < MUTATIONS; i++) {
                byte[] value = mutated(Topology.bytes(sample), random);
                decode(value, HEADERS.get(Math.max(0, random.nextInt(12) - 9)));
            }
        }
        assertTrue(read > 100, "some are still good: " + read);
        assertTrue(refused.size() >= 7, "most reasons are met: " + refused);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anEventIsReadIfAndOnlyIfTheContractAllowsIt(long seed) {
        int inputs = 8;
        int maxBytes = 8192;
        EventDecoder decoder = new EventDecoder(inputs, maxBytes);
        EventJudge judge = new EventJudge(inputs, maxBytes);
        EventFuzz fuzz = new EventFuzz(inputs, maxBytes, seed);
        int[] good = new int[2];
        for (int i = 0; i < FUZZED; i++) {
            EventFuzz.Event event = fuzz.next("key");
            boolean allowed = event.pair()
                    ? judge.isGoodInlinePair(event.key(), event.value(), event.headers())
                    : judge.isGoodFeatures(event.key(), event.value(), event.headers());
            assertEquals(allowed, isRead(decoder, event), () -> "event " + shown(event));
            good[allowed ? 1 : 0]++;
        }
        assertTrue(good[0] > FUZZED / 4 && good[1] > FUZZED / 10, "good and bad must both occur");
        assertTrue(refused.size() >= 9, "most reasons are met: " + refused);
    }

    private boolean isRead(EventDecoder decoder, EventFuzz.Event event) {
        List<Header> headers = new ArrayList<>();
        event.headers().forEach(header -> headers.add(new Header(header.key(), header.value())));
        try {
            if (event.pair()) {
                PairEvent pair = decoder.pair(new SourceRecord("pairs", 0, 0, 0, event.key(), event.value(), headers));
                return pair.left() instanceof Side.Inline && pair.right() instanceof Side.Inline;
            }
            decoder.itemId(event.key());
            if (event.value() != null) {
                decoder.features(event.value(), headers);
            }
            return true;
        } catch (BadEventException e) {
            count(e);
            return false;
        }
    }

    private static String shown(EventFuzz.Event event) {
        String text = event.value() == null ? "null" : new String(event.value(), StandardCharsets.ISO_8859_1);
        return (event.pair() ? "pair " : "features ") + event.headers() + " " + text.strip();
    }

    private void decode(byte[] value, List<Header> headers) {
        try {
            PairEvent pair = decoder.pair(value, headers);
            check(pair.left());
            check(pair.right());
            assertTrue(pair.weight() > 0 && Float.isFinite(pair.weight()) && pair.label() != null);
            read++;
        } catch (BadEventException e) {
            count(e);
        }
        try {
            check(decoder.features(value, headers));
            read++;
        } catch (BadEventException e) {
            count(e);
        }
    }

    private void count(BadEventException e) {
        refused.merge(e.reason(), 1, Integer::sum);
        assertTrue(e.getMessage().length() < 300, e.getMessage());
        assertTrue(e.getMessage().chars().noneMatch(Character::isISOControl), e.getMessage());
    }

    private static void check(Side side) {
        if (side instanceof Side.Inline inline) {
            check(inline.features());
        } else if (side instanceof Side.Id named) {
            assertEquals(named.id(), new String(utf8(named.id()), StandardCharsets.UTF_8));
            assertTrue(!named.id().isEmpty());
        }
    }

    private static void check(Features features) {
        float[] values;
        if (features instanceof Features.Sparse sparse) {
            values = sparse.values();
            int[] indices = sparse.indices();
            for (int i = 0; i < indices.length; i++) {
                assertTrue(indices[i] > (i == 0 ? -1 : indices[i - 1]) && indices[i] < Topology.SAMPLE_INPUTS);
            }
        } else {
            values = ((Features.Dense) features).values();
            assertEquals(Topology.SAMPLE_INPUTS, values.length);
        }
        for (float value : values) {
            assertTrue(Float.isFinite(value));
        }
    }

    private static byte[] mutated(byte[] value, SplittableRandom random) {
        byte[] result = value.clone();
        for (int times = random.nextInt(3); times >= 0 && result.length > 0; times--) {
            int at = random.nextInt(result.length);
            switch (random.nextInt(8)) {
                case 0 -> result = Arrays.copyOf(result, at);
                case 1 -> result[at] = (byte) random.nextInt(256);
                case 2 -> result = spliced(result, at, at, utf8(PIECES.get(random.nextInt(PIECES.size()))));
                case 3 -> result = spliced(result, at, Math.min(result.length, at + random.nextInt(9)), new byte[0]);
                case 4 -> {
                    int from = random.nextInt(result.length);
                    int to = Math.min(result.length, from + random.nextInt(40));
                    result = spliced(result, at, at, Arrays.copyOfRange(result, from, to));
                }
                // Milder ones, so that enough stays readable: a digit for a digit, a letter for a letter.
                default -> result[at] = (byte) (result[at] ^ (Character.isLetterOrDigit(result[at]) ? 1 : 0));
            }
        }
        return result;
    }

    private static byte[] spliced(byte[] value, int from, int to, byte[] piece) {
        byte[] result = Arrays.copyOf(value, value.length - (to - from) + piece.length);
        System.arraycopy(piece, 0, result, from, piece.length);
        System.arraycopy(value, to, result, from + piece.length, value.length - to);
        return result;
    }
}
