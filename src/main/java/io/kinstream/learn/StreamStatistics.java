package io.kinstream.learn;

import io.kinstream.nn.InputScale;
import io.kinstream.nn.InputScaling;
import java.util.Arrays;

/**
 * What a learner knows of its stream besides the weights, and the next step depends on. As numbers, to be kept and
 * published with the weights: the share of similar pairs, how many pairs it runs over, then what {@link InputScale#state}
 * gives. There are none where steps do not depend on the stream's statistics.
 */
final class StreamStatistics {
    private static final int OF_LABELS = 2;

    private final LearnerSettings settings;
    private final LabelBalance balance;
    private final InputScale inputs; // null: taken as they are

    private StreamStatistics(LearnerSettings settings, LabelBalance balance, InputScale inputs) {
        this.settings = settings;
        this.balance = balance;
        this.inputs = settings.inputs() == InputScaling.RAW ? null : inputs;
    }

    /** Of a stream that begins, for weights that are random. */
    static StreamStatistics begin(LearnerSettings settings) {
        return new StreamStatistics(
                settings,
                new LabelBalance(settings.labelWeights()),
                InputScale.untrained(settings.inputs(), settings.architecture().inputs()));
    }

    /**
     * As they were.
     *
     * @param numbers as {@link #numbers} gave them
     * @param pairsLearned if there were none, weights are still random
     */
    static StreamStatistics restore(LearnerSettings settings, float[] numbers, long pairsLearned) {
        if (pairsLearned == 0) {
            return begin(settings);
        }
        LabelBalance balance = numbers.length == 0
                ? new LabelBalance(settings.labelWeights())
                : new LabelBalance(settings.labelWeights(), numbers[0], numbers[1]);
        float[] ofInputs = numbers.length == 0 ? numbers : Arrays.copyOfRange(numbers, OF_LABELS, numbers.length);
        InputScale inputs =
                InputScale.restore(settings.inputs(), settings.architecture().inputs(), ofInputs);
        return new StreamStatistics(settings, balance, inputs);
    }

    /** A copy. */
    float[] numbers() {
        if (inputs == null && !settings.labelWeights().automatic()) {
            return new float[0];
        }
        float[] ofInputs = inputs == null ? new float[0] : inputs.state();
        float[] numbers = new float[OF_LABELS + ofInputs.length];
        numbers[0] = balance.similarShare();
        numbers[1] = balance.pairs();
        System.arraycopy(ofInputs, 0, numbers, OF_LABELS, ofInputs.length);
        return numbers;
    }

    LabelBalance balance() {
        return balance;
    }

    /** Null if inputs are taken as they are. */
    InputScale inputs() {
        return inputs;
    }
}
