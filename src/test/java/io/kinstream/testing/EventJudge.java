package io.kinstream.testing;

import io.kinstream.testing.PlainJson.Fields;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Whether an event is good, by the words of the contract alone: it shares no code with the program. */
public final class EventJudge {

    private static final int LONGEST_ID = 4096;

    private final int inputs;
    private final int maxBytes;

    public EventJudge(int inputs, int maxBytes) {
        this.inputs = inputs;
        this.maxBytes = maxBytes;
    }

    /** Whether a record of the features topic is good; null deletes. */
    public boolean isGoodFeatures(byte[] key, byte[] value, Headers headers) {
        return key != null
                && key.length > 0
                && key.length <= LONGEST_ID
                && utf8(key) != null
                && (value == null || isGood(value, headers, inputs, json -> isVector(json)));
    }

    /** Whether a record of the pairs topic is good and has both vectors. */
    public boolean isGoodInlinePair(byte[] key, byte[] value, Headers headers) {
        int beside = key == null ? 0 : key.length;
        for (Header header : headers) {
            beside += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return beside <= maxBytes && value != null && isGoodPair(value, headers);
    }

    /** The largest magnitude of a number in a good event. */
    public static float largest(byte[] value, Headers headers) {
        String weight = text(headers, "weight");
        float largest = weight == null ? 0 : Float.parseFloat(weight);
        if (contentType(headers).equals("json")) {
            return Math.max(largest, largest(PlainJson.parse(utf8(value))));
        }
        ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            largest = Math.max(largest, Math.abs(bytes.getFloat()));
        }
        return largest;
    }

    private static float largest(Object json) {
        if (json instanceof Fields fields) {
            return largest(fields.all().stream().map(Map.Entry::getValue).toList());
        }
        if (json instanceof List<?> list) {
            return list.stream().map(EventJudge::largest).max(Float::compare).orElse(0f);
        }
        return json instanceof PlainJson.Number number ? Math.abs(Float.parseFloat(number.text())) : 0;
    }

    private boolean isGoodPair(byte[] value, Headers headers) {
        boolean good = isGood(value, headers, 2 * inputs, this::isPair);
        if (!good || !contentType(headers).equals("float32")) {
            return good;
        }
        String weight = text(headers, "weight");
        boolean goodWeight = weight == null
                || weight.matches("-?[0-9]{1,99}(\\.[0-9]{1,99})?([eE][-+]?[0-9]{1,9})?") && isWeight(weight);
        return goodWeight && isLabel(text(headers, "label"));
    }

    private interface JsonRule {
        boolean holds(Fields json);
    }

    private boolean isGood(byte[] value, Headers headers, int numbers, JsonRule rule) {
        if (value.length > maxBytes) {
            return false;
        }
        return switch (contentType(headers)) {
            case "json" -> isJson(value, rule);
            case "float32" -> isFloats(value, numbers);
            default -> false;
        };
    }

    private static String contentType(Headers headers) {
        String announced = text(headers, "content-type");
        String type = announced == null ? "application/json" : announced;
        return switch (type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
            case "application/json" -> "json";
            case "application/vnd.kinstream.float32" -> "float32";
            default -> "unknown";
        };
    }

    private static boolean isFloats(byte[] value, int numbers) {
        if (value.length != numbers * 4) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (!Float.isFinite(bytes.getFloat())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isJson(byte[] value, JsonRule rule) {
        String text = utf8(value);
        try {
            return text != null && PlainJson.parse(text) instanceof Fields fields && rule.holds(fields);
        } catch (IllegalArgumentException notJson) {
            return false;
        }
    }

    private boolean isPair(Fields pair) {
        List<Object> weight = pair.values("weight");
        return isSide(pair.values("left"))
                && isSide(pair.values("right"))
                && pair.values("label").size() == 1
                && isLabel(pair.values("label").get(0))
                && (weight.isEmpty() || weight.size() == 1 && isWeight(number(weight.get(0))));
    }

    private boolean isSide(List<Object> side) {
        return side.size() == 1 && side.get(0) instanceof Fields item && isVector(item);
    }

    private boolean isVector(Fields item) {
        List<Object> features = item.values("features");
        if (features.size() != 1) {
            return false;
        }
        if (features.get(0) instanceof List<?> dense) {
            return dense.size() == inputs && dense.stream().allMatch(EventJudge::isFinite);
        }
        return features.get(0) instanceof Fields sparse
                && sparse.values("indices").size() == 1
                && sparse.values("values").size() == 1
                && sparse.values("indices").get(0) instanceof List<?> indices
                && sparse.values("values").get(0) instanceof List<?> values
                && indices.size() == values.size()
                && areIndices(indices)
                && values.stream().allMatch(EventJudge::isFinite);
    }

    private boolean areIndices(List<?> indices) {
        Set<BigInteger> seen = new HashSet<>();
        for (Object index : indices) {
            String text = number(index);
            if (text == null || !text.matches("-?[0-9]+")) {
                return false;
            }
            BigInteger number = new BigInteger(text);
            boolean inRange = number.signum() >= 0 && number.compareTo(BigInteger.valueOf(inputs)) < 0;
            if (!inRange || !seen.add(number)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFinite(Object value) {
        String text = number(value);
        return text != null && Float.isFinite(Float.parseFloat(text));
    }

    private static boolean isWeight(String text) {
        return text != null && Float.parseFloat(text) > 0 && Float.isFinite(Float.parseFloat(text));
    }

    private static boolean isLabel(Object label) {
        return "similar".equals(label) || "dissimilar".equals(label);
    }

    private static String number(Object value) {
        return value instanceof PlainJson.Number number ? number.text() : null;
    }

    private static String text(Headers headers, String name) {
        Header last = headers.lastHeader(name);
        return last == null || last.value() == null ? null : new String(last.value(), StandardCharsets.UTF_8);
    }

    /** The text, or null where it is not UTF-8. */
    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
