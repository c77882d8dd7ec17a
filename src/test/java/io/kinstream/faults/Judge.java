package io.kinstream.faults;

import static org.junit.jupiter.api.Assertions.fail;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.testing.OnePass;
import io.kinstream.wire.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;

/** Holds what the program did against what the workload asked for. */
final class Judge {

    private static final int SHOWN = 12;

    private final Setup setup;
    private final KinstreamConfig config;
    private final Ledger ledger;

    Judge(Setup setup, Feed feed, Outputs outputs) {
        this.setup = setup;
        this.config = setup.config();
        this.ledger = new Ledger(setup, feed, outputs);
    }

    /** Whether all that was sent is learned or told, the newest version published, and each item embedded. */
    boolean isQuiet() {
        return ledger.open().isEmpty() && isPublished() && (!setup.embedding() || isEmbedded());
    }

    /** Whether nothing is left but pairs that wait for features which were not sent yet, or were deleted. */
    boolean isAllDoneThatCanBe() {
        Map<String, Feed.Sent> items = ledger.items();
        return ledger.open().stream()
                .allMatch(sent -> sent.event().fate() instanceof Fate.Learned learned
                        && Pairs.items(learned.pair()).stream().anyMatch(item -> isUnknown(items.get(item))));
    }

    /** Whether all is done that can be, and what was learned of it is published. */
    boolean isIdle() {
        return isAllDoneThatCanBe() && isPublished();
    }

    private static boolean isUnknown(Feed.Sent newest) {
        return newest == null || ((Fate.Known) newest.event().fate()).features() == null;
    }

    private boolean isPublished() {
        OptionalLong newest = ledger.newestVersion();
        return newest.isPresent() && newest.getAsLong() == expectedVersion();
    }

    /** A pause ends the last micro-batch, if it may; only full ones are learned otherwise. */
    private long expectedVersion() {
        long pairs = ledger.learned().size();
        return config.linger().isPresent() ? pairs : pairs / config.batchSize() * config.batchSize();
    }

    /** What is still to come, for people. */
    String describe() {
        List<Feed.Sent> open = ledger.open();
        return open.size() + " events are open "
                + open.stream()
                        .limit(SHOWN)
                        .map(sent -> sent.origin() + " " + sent.event().fate())
                        .toList() + ", the newest version is "
                + ledger.newestVersion() + " of " + expectedVersion() + ", not embedded yet are "
                + EmbeddingCheck.missing(ledger);
    }

    private boolean isEmbedded() {
        return EmbeddingCheck.missing(ledger).isEmpty();
    }

    /** @throws AssertionError listing what is not as it must be */
    Judgement judge(StoredState state) {
        List<String> problems = new ArrayList<>();
        NavigableMap<Long, float[]> versions = OnePass.versions(ledger.log(), config);
        LogCheck.check(ledger, setup, problems);
        int published = ModelCheck.check(ledger, versions, problems);
        if (setup.embedding()) {
            EmbeddingCheck.check(ledger, config, versions, problems);
        }
        if (!setup.direct()) {
            StateCheck.check(ledger, state, problems);
        }
        if (!problems.isEmpty()) {
            fail(problems.size() + " promises were broken:\n  "
                    + String.join("\n  ", problems.subList(0, Math.min(SHOWN, problems.size()))));
        }
        return new Judgement(
                ledger.learned().size(),
                ledger.records(Topic.DEAD_LETTERS).size(),
                published,
                ledger.records(Topic.EMBEDDINGS).size());
    }
}
