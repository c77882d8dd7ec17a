package io.kinstream.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A seeded stream of feature events and pairs that something is the matter with, mostly. */
public final class EventFuzz {

    /**
     * An event.
     *
     * @param pair whether it goes to pairs, else to features
     */
    public record Event(boolean pair, byte[] key, byte[] value, Headers headers) {}

    private static final byte[] FLOAT32 = utf8("application/vnd.kinstream.float32");
    private static final List<String> PIECES = List.of(
            "NaN",
            "-Infinity",
            "+INF",
            "1e999",
            "1e-999",
            "-0",
            "01",
            "1.",
            "null",
            "true",
            "\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "\\u0061",
            "[",
            "]",
            "{",
            "}",
            "[]",
            "{}",
            ",",
            ":",
            "\"left\":",
            "\"features\":",
            "\"label\":\"similar\",",
            "\"weight\":2,",
            "\"indices\":[0],\"values\":[1],",
            "99999999999999999999",
            "//",
            " ",
            "\t",
            "\u0000",
            "\u00a0",
            "é");
    private static final List<String> LABELS = List.of(
            "\"Similar\"", "\"different\"", "1", "true", "null", "\"\"", "[\"similar\"]", "\"s\\u0069milar\"", "{}");
    private static final List<String> NUMBERS = List.of(
            "1e999",
            "-1e400",
            "3.5e38",
            "3.4e38",
            "1e-999",
            "NaN",
            "-Infinity",
            "Infinity",
            "\"1\"",
            "null",
            "true",
            "{}",
            "[1]",
            "-0",
            "0x1",
            "1f",
            "+1",
            ".5",
            "9".repeat(39),
            "9".repeat(1000),
            "9".repeat(1001),
            "0." + "3".repeat(900),
            "0." + "3".repeat(1200));
    private static final List<String> INDICES =
            List.of("0", "1", "2", "-1", "-0", "00", "1.0", "1e0", "99", "2147483648", "4294967296", "null", "\"1\"");
    private static final List<String> TYPES = List.of(
            "application/json",
            "APPLICATION/JSON; charset=utf-8",
            "application/vnd.kinstream.float32",
            "text/plain",
            "application/avro",
            "",
            "application/json, application/json");

    private final int inputs;
    private final int maxBytes;
    private final SplittableRandom random;

    /** @param maxBytes the largest event that is taken; some are larger */
    public EventFuzz(int inputs, int maxBytes, long seed) {
        this.inputs = inputs;
        this.maxBytes = maxBytes;
        this.random = new SplittableRandom(seed);
    }

    /** The next event; its key is {@code key}, unless it is the key that something is the matter with. */
    public Event next(String key) {
        boolean pair = random.nextBoolean();
        Headers headers = new RecordHeaders();
        int kind = random.nextInt(20);
        if (kind < 3) {
            return binary(pair, utf8(key), headers);
        }
        if (kind == 3) {
            return new Event(pair, oddKey(pair), utf8(json(pair)), headers);
        }
        if (kind == 4) {
            headers.add("content-type", random.nextInt(4) == 0 ? null : utf8(pick(TYPES)));
            headers.add("content-type", utf8(pick(TYPES)));
            return new Event(pair, utf8(key), utf8(json(pair)), headers);
        }
        return new Event(pair, utf8(key), damaged(pair, kind), headers);
    }

    private byte[] damaged(boolean pair, int kind) {
        return switch (kind) {
            case 5 -> null;
            case 6 -> utf8(json(!pair));
            case 7 -> utf8(" ".repeat(maxBytes - random.nextInt(maxBytes / 2)) + json(pair));
            case 8 -> utf8(withField(json(pair), nested()));
            case 9 -> joined(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}, utf8(json(pair)));
            case 10 -> utf8(json(pair).replaceFirst("(\"(left|right|label|features)\":)(.*)", "$1\"x\",$1$3"));
            case 11 -> utf8(json(pair).replaceFirst("\"(dis)?similar\"", quoted(pick(LABELS))));
            case 12, 13 -> utf8(json(pair).replaceFirst("0\\.[0-9]{4}", quoted(pick(NUMBERS))));
            case 14 -> utf8(withField(json(pair), "\"weight\":" + pick(NUMBERS)));
            case 15 -> utf8(sparse(pair).replaceFirst("\\[[0-9]+,", quoted("[" + pick(INDICES) + ",")));
            case 16 -> notUtf8(utf8(json(pair)));
            default -> mutated(utf8(json(pair)));
        };
    }

    private static String quoted(String replacement) {
        return replacement.replace("\\", "\\\\");
    }

    private String json(boolean pair) {
        if (!pair) {
            return vector();
        }
        String label = random.nextBoolean() ? "similar" : "dissimilar";
        return "{\"left\":" + vector() + ",\"right\":" + vector() + ",\"label\":\"" + label + "\"}";
    }

    private String sparse(boolean pair) {
        return pair ? "{\"left\":" + sparse() + ",\"right\":" + sparse() + ",\"label\":\"similar\"}" : sparse();
    }

    private String sparse() {
        int index = random.nextInt(inputs - 1);
        return "{\"features\":{\"indices\":[" + (index + 1) + "," + index + "],\"values\":[" + number() + "," + number()
                + "]}}";
    }

    private String vector() {
        if (random.nextInt(3) == 0) {
            return sparse();
        }
        StringJoiner numbers = new StringJoiner(",", "{\"features\":[", "]}");
        for (int i = 0; i < inputs; i++) {
            numbers.add(number());
        }
        return numbers.toString();
    }

    private String number() {
        return String.format(Locale.ROOT, "0.%04d", random.nextInt(10_000));
    }

    private static String withField(String json, String field) {
        return json.substring(0, json.length() - 1) + "," + field + "}";
    }

    /** A field that is not known, down to a depth around what is taken; sometimes it is not closed. */
    private String nested() {
        int depth = 150 + random.nextInt(100);
        int closed = random.nextInt(10) == 0 ? depth - 1 : depth;
        return "\"more\":" + "[".repeat(depth) + "]".repeat(closed);
    }

    private Event binary(boolean pair, byte[] key, Headers headers) {
        int numbers = pair ? 2 * inputs : inputs;
        ByteBuffer value = ByteBuffer.allocate(numbers * 4 + 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i <= numbers; i++) {
            value.putFloat(random.nextInt(numbers * 2) == 0 ? Float.intBitsToFloat(random.nextInt()) : 0.5f);
        }
        int length = random.nextInt(3) == 0 ? random.nextInt(numbers * 4 + 5) : numbers * 4;
        headers.add("content-type", FLOAT32);
        if (pair && random.nextInt(4) > 0) {
            headers.add("label", utf8(random.nextInt(3) == 0 ? "Similar" : "similar"));
        }
        if (pair && random.nextInt(3) == 0) {
            headers.add("weight", utf8(pick(NUMBERS)));
        }
        return new Event(pair, key, Arrays.copyOf(value.array(), length), headers);
    }

    private byte[] oddKey(boolean pair) {
        return switch (random.nextInt(5)) {
            case 0 -> pair ? null : new byte[] {(byte) 0xff}; // a broker takes no null key for a compacted topic
            case 1 -> new byte[0];
            case 2 -> new byte[] {'a', (byte) 0xc3};
            case 3 -> utf8("k".repeat(4090 + random.nextInt(20)));
            default -> utf8("k".repeat(maxBytes - 50 + random.nextInt(100)));
        };
    }

    private byte[] notUtf8(byte[] value) {
        byte[] result = value.clone();
        result[random.nextInt(result.length)] = (byte) (0x80 + random.nextInt(0x80));
        return result;
    }

    private byte[] mutated(byte[] value) {
        byte[] result = value;
        for (int times = random.nextInt(3); times >= 0 && result.length > 0; times--) {
            int at = random.nextInt(result.length);
            int to = Math.min(result.length, at + random.nextInt(12));
            byte[] before = Arrays.copyOf(result, at);
            byte[] after = Arrays.copyOfRange(result, at, result.length);
            result = switch (random.nextInt(6)) {
                case 0 -> before;
                case 1 -> joined(before, Arrays.copyOfRange(result, to, result.length));
                case 2 -> joined(joined(before, Arrays.copyOfRange(result, at, to)), after);
                case 3, 4 -> joined(joined(before, utf8(pick(PIECES))), after);
                default -> flipped(result, at);
            };
        }
        return result;
    }

    private byte[] flipped(byte[] value, int at) {
        byte[] result = value.clone();
        result[at] ^= (byte) (1 << random.nextInt(8));
        return result;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] result = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, result, one.length, other.length);
        return result;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
