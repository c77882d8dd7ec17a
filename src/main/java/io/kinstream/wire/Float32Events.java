package io.kinstream.wire;

import io.kinstream.nn.Features;
import io.kinstream.nn.Label;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Users' events as bare little-endian float32 numbers; what else a pair says is in headers. */
final class Float32Events {
    /** As JSON writes numbers; Java's own parser would take much more, "1f" or "0x1p3". */
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,99}(\\.[0-9]{1,99})?([eE][-+]?[0-9]{1,9})?");

    private static final Pattern NOT_A_FINITE_NUMBER = Pattern.compile("[-+]?(NaN|Inf(inity)?)");

    private final int inputs;

    Float32Events(int inputs) {
        this.inputs = inputs;
    }

    Features features(byte[] value) throws BadEventException {
        checkLength(value, inputs);
        return floats(value, 0, "features");
    }

    /** The left item's numbers, then the right item's. */
    PairEvent pair(byte[] value, List<Header> headers) throws BadEventException {
        checkLength(value, 2L * inputs);
        Features left = floats(value, 0, "left.features");
        Features right = floats(value, inputs, "right.features");
        return new PairEvent(new Side.Inline(left), new Side.Inline(right), label(headers), weight(headers));
    }

    private void checkLength(byte[] value, long numbers) throws BadEventException {
        if (value.length != numbers * Float.BYTES) {
            throw new BadEventException(
                    Reason.WRONG_FEATURE_COUNT,
                    "value must be " + numbers + " float32 numbers (" + numbers * Float.BYTES
                            + " bytes), as the encoder takes " + inputs + ", but was " + value.length + " bytes");
        }
    }

    private Features floats(byte[] value, int from, String name) throws BadEventException {
        float[] numbers = new float[inputs];
        ByteBuffer.wrap(value)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .position(from)
                .get(numbers);
        if (!areFinite(numbers)) {
            throw notFinite(numbers, name);
        }
        return new Features.Dense(numbers);
    }

    /** Without a branch for each number, which leaves it to the compiler to look at several at once. */
    private static boolean areFinite(float[] numbers) {
        float largest = 0;
        for (float number : numbers) {
            largest = Math.max(largest, Math.abs(number));
        }
        return Float.isFinite(largest);
    }

    private static BadEventException notFinite(float[] numbers, String name) {
        int bad = 0;
        while (Float.isFinite(numbers[bad])) {
            bad++;
        }
        return new BadEventException(
                Reason.NOT_FINITE, name + "[" + bad + "] must be a finite number (float32), but was " + numbers[bad]);
    }

    private static Label label(List<Header> headers) throws BadEventException {
        Optional<String> word = Header.find(headers, HeaderNames.LABEL);
        if (word.isEmpty()) {
            throw new BadEventException(
                    Reason.WRONG_SHAPE,
                    "header label must be given with a pair of type " + ContentType.FLOAT32.word()
                            + ", but was missing");
        }
        return PairRules.label(word.get());
    }

    private static float weight(List<Header> headers) throws BadEventException {
        Optional<String> text = Header.find(headers, HeaderNames.WEIGHT);
        if (text.isEmpty()) {
            return 1;
        }
        if (NOT_A_FINITE_NUMBER.matcher(text.get()).matches()) {
            return PairRules.weight(Float.NaN, text.get());
        }
        if (!NUMBER.matcher(text.get()).matches()) {
            throw new BadEventException(
                    Reason.WRONG_SHAPE, "header weight must be a number, but was " + Excerpt.quoted(text.get()));
        }
        return PairRules.weight(Float.parseFloat(text.get()), text.get());
    }
}
