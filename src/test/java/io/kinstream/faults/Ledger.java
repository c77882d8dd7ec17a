package io.kinstream.faults;

import io.kinstream.wire.HeaderNames;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.LogEntryCodec;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.Origin;
import io.kinstream.wire.SnapshotCodec;
import io.kinstream.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What the program made of the workload so far, read from its topics. */
final class Ledger {

    private final Setup setup;
    private final Feed feed;
    private final Outputs outputs;

    Ledger(Setup setup, Feed feed, Outputs outputs) {
        this.setup = setup;
        this.feed = feed;
        this.outputs = outputs;
    }

    Map<Origin, Feed.Sent> sent() {
        return feed.sent();
    }

    List<ConsumerRecord<byte[], byte[]>> records(Topic topic) {
        return outputs.of(topic);
    }

    /** What the learner reads: the training log, or, without a join, the usable pairs of the workload itself. */
    List<LogEntry> log() {
        if (!setup.direct()) {
            return outputs.of(Topic.TRAINING_LOG).stream()
                    .map(record -> LogEntryCodec.decode(record.value()))
                    .toList();
        }
        return feed.sent().values().stream()
                .filter(sent -> sent.event().fate() instanceof Fate.Learned)
                .sorted((one, other) ->
                        Long.compare(one.origin().offset(), other.origin().offset()))
                .map(Pairs::inline)
                .toList();
    }

    /** The events of the log's entries. */
    List<Origin> learned() {
        List<Origin> origins = new ArrayList<>();
        for (LogEntry entry : log()) {
            if (entry instanceof LogEntry.Learn learn) {
                origins.add(learn.origin());
            }
        }
        return origins;
    }

    /** The event that a dead letter tells of; empty for one that names no event. */
    static Optional<Origin> origin(ConsumerRecord<byte[], byte[]> letter) {
        try {
            return Optional.of(new Origin(
                    header(letter, HeaderNames.SOURCE_TOPIC),
                    Integer.parseInt(header(letter, HeaderNames.SOURCE_PARTITION)),
                    Long.parseLong(header(letter, HeaderNames.SOURCE_OFFSET))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** The newest version that was published. */
    OptionalLong newestVersion() {
        List<ConsumerRecord<byte[], byte[]>> models = outputs.of(Topic.MODELS);
        for (int i = models.size() - 1; i >= 0; i--) {
            if (SnapshotCodec.MANIFEST_KEY.equals(new String(models.get(i).key(), StandardCharsets.UTF_8))) {
                return OptionalLong.of(
                        ModelManifest.parse(models.get(i).value()).modelVersion());
            }
        }
        return OptionalLong.empty();
    }

    /** The events that are neither learned nor told of yet, of those that must be some time. */
    List<Feed.Sent> open() {
        Set<Origin> done = new HashSet<>(learned());
        outputs.of(Topic.DEAD_LETTERS).forEach(letter -> origin(letter).ifPresent(done::add));
        return feed.sent().values().stream()
                .filter(sent -> !(sent.event().fate() instanceof Fate.Known))
                .filter(sent -> !done.contains(sent.origin()))
                .toList();
    }

    /** The newest event of each item. */
    Map<String, Feed.Sent> items() {
        Map<String, Feed.Sent> items = new HashMap<>();
        for (Feed.Sent sent : feed.sent().values()) {
            if (sent.event().fate() instanceof Fate.Known known) {
                items.put(known.item(), sent);
            }
        }
        return items;
    }
}
