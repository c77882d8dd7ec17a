package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.ModelSnapshot;
import io.kinstream.wire.SnapshotCodec;
import io.kinstream.wire.WeightsDifference;
import java.util.List;
import java.util.Optional;

/**
 * Replays the training log, and compares the weights with those that were published, bit by bit, at each version that
 * can still be read. It ends at the first that differs: from there on all would.
 */
public final class Verification {

    /** What is told as it goes. */
    public interface Listener {
        /** The replay begins, at this offset of this topic. */
        void started(String topic, long logOffset);

        /** A record of the log was taken. */
        void replayed(long logOffset);

        /** The weights of this version are the same to the last bit. */
        void same(ModelManifest version);

        /** This version cannot be compared; the reason is the end of a sentence that begins with it. */
        void passedOver(ModelManifest version, String reason);
    }

    private final KinstreamConfig config;
    private final Listener listener;
    private Optional<ModelManifest> agreed;
    private int compared;

    /** A verification of the model of this configuration. */
    public Verification(KinstreamConfig config, Listener listener) {
        this.config = config;
        this.listener = listener;
    }

    /**
     * Compares with every version that is whole on the models topic and not before the start.
     *
     * @param from a model to start from; empty: the seed
     * @return where the two part; empty if all versions are the same
     * @throws VerificationImpossible if there is nothing to compare, or the log is not there to be replayed
     */
    public Optional<Parting> againstPublished(Optional<ModelSnapshot> from) throws VerificationImpossible {
        ModelManifest newest = newest();
        requireFit(newest);
        requireStart(from, newest.modelId());
        try (Replay replay = start(from);
                PublishedVersions versions = new PublishedVersions(config)) {
            for (Optional<ModelSnapshot> version = versions.next(); version.isPresent(); version = versions.next()) {
                if (version.get().manifest().modelId().equals(newest.modelId())) {
                    Optional<Parting> parting = compare(replay, version.get());
                    if (parting.isPresent()) {
                        return parting;
                    }
                }
            }
        }
        if (compared == 0) {
            throw new VerificationImpossible("a version of " + newest.modelId()
                    + " that says its log_offset, and not before the start, must be published, but there is none; the"
                    + " newest is version " + newest.modelVersion());
        }
        return Optional.empty();
    }

    /** Compares with one model alone; otherwise as {@link #againstPublished}. */
    public Optional<Parting> against(ModelSnapshot target, Optional<ModelSnapshot> from) throws VerificationImpossible {
        ModelManifest wanted = target.manifest();
        requireFit(wanted);
        requireStart(from, wanted.modelId());
        long offset = logOffset(wanted);
        long start = from.isPresent() ? logOffset(from.get().manifest()) : 0;
        if (offset < start) {
            throw new VerificationImpossible("version " + wanted.modelVersion() + " must not be before the start, but"
                    + " stands at log offset " + offset + ", and the start at " + start);
        }
        try (Replay replay = start(from)) {
            return compare(replay, target);
        }
    }

    private ModelManifest newest() throws VerificationImpossible {
        SnapshotCodec.Assembly found = new ModelReader(config).newest();
        if (found instanceof SnapshotCodec.Complete complete) {
            return complete.snapshot().manifest();
        }
        String problem = found instanceof SnapshotCodec.Incomplete incomplete
                ? incomplete.missing()
                : ((SnapshotCodec.Corrupt) found).problem();
        throw new VerificationImpossible("a complete model must be published, but is not: " + problem);
    }

    private void requireFit(ModelManifest model) throws VerificationImpossible {
        List<String> differences =
                SameModel.differences(config.learnerSettings(), model.architecture(), model.seed(), model.loss());
        if (!differences.isEmpty()) {
            throw new VerificationImpossible("the configuration must fit the model " + model.modelId() + ", but:\n  "
                    + String.join("\n  ", differences));
        }
    }

    private void requireStart(Optional<ModelSnapshot> from, String modelId) throws VerificationImpossible {
        if (from.isPresent()) {
            if (config.learnerSettings().replay().isOn()) {
                throw new VerificationImpossible("with train.replay.pairs="
                        + config.learnerSettings().replay().pairs()
                        + " a replay must start with the seed, but was to start with a snapshot, which does not hold the"
                        + " pairs that are learned again: leave the start (--from) away");
            }
            ModelManifest start = from.get().manifest();
            requireFit(start);
            logOffset(start);
            if (!start.modelId().equals(modelId)) {
                throw new VerificationImpossible(
                        "the start must be of the model " + modelId + ", but was of " + start.modelId());
            }
        }
    }

    private static long logOffset(ModelManifest model) throws VerificationImpossible {
        return model.logOffset()
                .orElseThrow(() -> new VerificationImpossible("version " + model.modelVersion()
                        + " must say its log_offset, but does not: an older release published it; take a newer one"));
    }

    private Replay start(Optional<ModelSnapshot> from) throws VerificationImpossible {
        Replay replay = new Replay(config, from);
        agreed = from.map(ModelSnapshot::manifest);
        listener.started(replay.topic(), Parting.begin(agreed));
        return replay;
    }

    private Optional<Parting> compare(Replay replay, ModelSnapshot version) throws VerificationImpossible {
        ModelManifest manifest = version.manifest();
        if (manifest.logOffset().isEmpty()) {
            listener.passedOver(manifest, "has no log_offset, as an older release made it");
            return Optional.empty();
        }
        long offset = manifest.logOffset().getAsLong();
        if (offset < Parting.begin(agreed)) {
            if (compared > 0) {
                listener.passedOver(manifest, "was published once more, after a later one");
            }
            return Optional.empty();
        }
        compared++;
        LogLearner learner = replay.until(offset, listener::replayed);
        Optional<WeightsDifference> difference = WeightsDifference.between(
                manifest.architecture(), learner.learner().encoder().parameters(), version.parameters());
        long pairs = learner.learner().pairsLearned();
        if (difference.isEmpty() && pairs == manifest.modelVersion() && learner.pending() == 0) {
            agreed = Optional.of(manifest);
            listener.same(manifest);
            return Optional.empty();
        }
        return Optional.of(new Parting(
                agreed, manifest, difference, pairs, learner.pending(), PartingCauses.of(config, manifest, learner)));
    }
}
