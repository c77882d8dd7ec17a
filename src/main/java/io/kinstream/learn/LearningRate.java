package io.kinstream.learn;

/** The length of a step, as a function of how much was learned before it. */
public interface LearningRate {
    /** The rate of a step taken when {@code pairsLearned} pairs have been learned. */
    float at(long pairsLearned);

    /** Always the same. */
    static LearningRate constant(float rate) {
        requirePositive("learning rate", rate);
        return pairsLearned -> rate;
    }

    /**
     * {@code initial / (1 + n / decayPairs)^power} after n pairs.
     *
     * @param decayPairs after so many pairs the rate has come down to {@code initial / 2^power}
     */
    static LearningRate decaying(float initial, long decayPairs, float power) {
        requirePositive("learning rate", initial);
        requirePositive("decay pairs", decayPairs);
        requirePositive("decay power", power);
        // StrictMath: the schedule is part of the learner, and its bits must not depend on the JVM.
        return pairsLearned -> (float) (initial / StrictMath.pow(1 + (double) pairsLearned / decayPairs, power));
    }

    /**
     * As another schedule, but not below a floor: so a stream that changes goes on being followed.
     *
     * @param floor &gt;= 0 and finite
     */
    static LearningRate atLeast(float floor, LearningRate schedule) {
        if (!(floor >= 0f && floor <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("learning rate floor must be >= 0 and finite, but was " + floor);
        }
        return pairsLearned -> Math.max(floor, schedule.at(pairsLearned));
    }

    private static void requirePositive(String name, float value) {
        if (!(value > 0f && value <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " must be > 0 and finite, but was " + value);
        }
    }
}
