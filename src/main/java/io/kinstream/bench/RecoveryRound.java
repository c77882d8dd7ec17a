package io.kinstream.bench;

import io.kinstream.bench.ChildProgram.Mark;

/**
 * One kill and what came after it, in seconds.
 *
 * @param pairs learned before the kill
 * @param seconds from the kill to the first version with a pair learned since, as a reader of committed records sees it
 * @param configured from the new process's start until the JVM was up and the settings read; like the following NaN if
 *     there was no new process, or it did not say so
 * @param running until topics and stored job were checked, the applications started and HTTP answered
 * @param assigned until the group gave it its partitions
 * @param restored until its stores were restored
 */
public record RecoveryRound(
        long pairs, double seconds, double configured, double running, double assigned, double restored) {

    static RecoveryRound of(long pairs, double seconds, ChildProgram started) {
        return new RecoveryRound(
                pairs,
                seconds,
                at(started, Mark.CONFIGURED),
                at(started, Mark.RUNNING),
                at(started, Mark.ASSIGNED),
                at(started, Mark.RESTORED));
    }

    static RecoveryRound withoutStart(long pairs, double seconds) {
        return new RecoveryRound(pairs, seconds, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    private static double at(ChildProgram started, Mark mark) {
        return started.seconds(mark).orElse(Double.NaN);
    }
}
