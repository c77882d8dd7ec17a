package io.kinstream.stream;

import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.WeightsDifference;
import java.util.List;
import java.util.Optional;

/**
 * Where a replay and what was published part.
 *
 * @param agreed the last version that was the same, or the model that was started from; empty: the seed
 * @param parted the first version that is not the same
 * @param difference of its weights from those of the replay; empty if only the position in the log differs
 * @param replayedPairs how many pairs the replay has learned there
 * @param pendingPairs how many it has read there, but not learned
 * @param causes what may be the cause, a sentence each
 */
public record Parting(
        Optional<ModelManifest> agreed,
        ModelManifest parted,
        Optional<WeightsDifference> difference,
        long replayedPairs,
        int pendingPairs,
        List<String> causes) {
    public Parting {
        causes = List.copyOf(causes);
    }

    /** The offset of the log up to which both are known to be the same, this record not included. */
    public long begin() {
        return begin(agreed);
    }

    /** The offset of the log at which they are known to differ, this record not included. */
    public long end() {
        return parted.logOffset().orElseThrow();
    }

    static long begin(Optional<ModelManifest> agreed) {
        return agreed.isPresent() ? agreed.get().logOffset().orElseThrow() : 0;
    }
}
