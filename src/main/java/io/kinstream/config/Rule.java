package io.kinstream.config;

import io.kinstream.learn.LabelWeights;
import io.kinstream.nn.Activation;
import io.kinstream.nn.Architecture;
import io.kinstream.nn.Distance;
import io.kinstream.nn.InputScaling;
import io.kinstream.nn.LossForm;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * What a value must be, in words that complete "must be ..." and as a check. The words cover type and range, so that
 * one message fits every way of getting it wrong.
 *
 * <p>Kafka's own {@code ConfigDef.Range} is not used: it lets NaN pass, since NaN is neither below nor above anything.
 */
record Rule(String words, Predicate<Object> holds) implements ConfigDef.Validator {

    static Rule any(String words) {
        return new Rule(words, value -> true);
    }

    static Rule wholeNumber(long from, long to) {
        return wholeNumber(from, to, "a whole number from " + from + " to " + to);
    }

    static Rule wholeNumber(long from, long to, String words) {
        return new Rule(words, value -> between(((Number) value).longValue(), from, to));
    }

    /** A number that is a positive, finite float and at most {@code to}. */
    static Rule positive(double to) {
        return new Rule("a number > 0 and <= " + plain(to), value -> {
            float number = ((Number) value).floatValue();
            return number > 0 && number <= to;
        });
    }

    /** A number from one to another that a float can hold. */
    static Rule between(double from, double to) {
        return new Rule("a number from " + plain(from) + " to " + plain(to), value -> {
            float number = ((Number) value).floatValue();
            return number >= from && number <= to;
        });
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    static Rule inputs() {
        return new Rule("auto, centered, scaled or raw", value -> accepted(() -> InputScaling.of((String) value)));
    }

    static Rule labelWeights() {
        return new Rule(
                "auto, off, or two numbers > 0 separated by a comma",
                value -> accepted(() -> LabelWeights.of((String) value)));
    }

    static Rule matching(String regex, String words) {
        return new Rule(words, value -> ((String) value).matches(regex));
    }

    static Rule activation() {
        return new Rule("relu or tanh", value -> accepted(() -> Activation.of((String) value)));
    }

    static Rule lossForm() {
        return new Rule("one of " + LossForm.words(), value -> accepted(() -> LossForm.of((String) value)));
    }

    static Rule distance() {
        return new Rule("one of " + Distance.words(), value -> accepted(() -> Distance.of((String) value)));
    }

    static Rule layers(int mostInputs, int mostOutputs) {
        String words = "two or more sizes >= 1, the inputs (at most " + mostInputs + ") first, the embedding (at most "
                + mostOutputs + ") last, for example 784,256,32";
        return new Rule(
                words,
                value -> accepted(() -> {
                    Architecture architecture = Architecture.of((String) value, Activation.RELU);
                    if (architecture.inputs() > mostInputs || architecture.outputs() > mostOutputs) {
                        throw new IllegalArgumentException(words);
                    }
                }));
    }

    static Rule roles() {
        List<String> known = List.of(Role.TRAIN.word(), Role.EMBED.word());
        return new Rule("train, embed or both, separated by a comma", value -> {
            List<?> roles = (List<?>) value;
            return !roles.isEmpty() && known.containsAll(roles) && new HashSet<>(roles).size() == roles.size();
        });
    }

    /** @throws ConfigException when the value breaks the rule */
    @Override
    public void ensureValid(String name, Object value) {
        if (value == null || !holds.test(value)) {
            throw new ConfigException(name + " must be " + words + ", but was " + value);
        }
    }

    @Override
    public String toString() {
        return words;
    }

    private static boolean between(long value, long from, long to) {
        return value >= from && value <= to;
    }

    private static boolean accepted(Runnable check) {
        try {
            check.run();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
