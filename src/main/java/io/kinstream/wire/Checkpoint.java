package io.kinstream.wire;

import io.kinstream.learn.LearnerState;
import java.util.List;
import java.util.OptionalLong;

/**
 * All that the learner must remember over a restart; a replay buffer is kept apart, see {@link ReplayCodec}.
 *
 * @param pending records that were read but not learned yet (a micro-batch that is not full), as they were read
 * @param logPosition the offset after the last record of the log that was read; empty in checkpoints of older writers
 * @param lastPublishedVersion -1 when nothing was published yet
 * @param lastPublishedAt milliseconds since the epoch
 */
public record Checkpoint(
        String modelId,
        LearnerState learner,
        List<byte[]> pending,
        OptionalLong logPosition,
        long lastPublishedVersion,
        long lastPublishedAt) {
    public Checkpoint {
        pending = List.copyOf(pending);
    }
}
