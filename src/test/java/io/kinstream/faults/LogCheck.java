package io.kinstream.faults;

import io.kinstream.wire.HeaderNames;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.Origin;
import io.kinstream.wire.PairEvent;
import io.kinstream.wire.Reason;
import io.kinstream.wire.Topic;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Each usable pair is in the training log once, each unusable event is a dead letter once, and nothing else is there. */
final class LogCheck {

    private final Ledger ledger;
    private final Setup setup;
    private final List<String> problems;
    private final Map<Origin, Integer> times = new HashMap<>();

    private LogCheck(Ledger ledger, Setup setup, List<String> problems) {
        this.ledger = ledger;
        this.setup = setup;
        this.problems = problems;
    }

    static void check(Ledger ledger, Setup setup, List<String> problems) {
        LogCheck check = new LogCheck(ledger, setup, problems);
        for (LogEntry entry : ledger.log()) {
            if (entry instanceof LogEntry.Learn learn) {
                check.learned(learn);
            }
        }
        ledger.records(Topic.DEAD_LETTERS).forEach(check::letter);
        check.once();
    }

    private void learned(LogEntry.Learn learn) {
        times.merge(learn.origin(), 1, Integer::sum);
        Feed.Sent sent = ledger.sent().get(learn.origin());
        if (sent == null || !(sent.event().fate() instanceof Fate.Learned fate)) {
            problems.add("learned, but was no usable pair: " + learn.origin());
        } else if (!Pairs.matches(fate.pair(), learn.pair(), ledger.sent().values())) {
            problems.add("learned as another pair than was sent: " + learn.origin());
        }
    }

    private void letter(ConsumerRecord<byte[], byte[]> letter) {
        Feed.Sent sent = Ledger.origin(letter).map(ledger.sent()::get).orElse(null);
        if (sent == null) {
            problems.add("a dead letter of no event: " + letter);
            return;
        }
        times.merge(sent.origin(), 1, Integer::sum);
        String reason = Ledger.header(letter, HeaderNames.REASON);
        boolean expected = sent.event().fate() instanceof Fate.Dead dead
                ? reason.equals(dead.reason().word())
                : sent.event().fate() instanceof Fate.Learned learned
                        && mayExpire(learned.pair())
                        && reason.equals(Reason.FEATURES_MISSING.word());
        if (!expected) {
            problems.add("a dead letter for the wrong reason, " + reason + ": " + sent.origin() + " "
                    + sent.event().fate());
        }
        if (!Arrays.equals(sent.event().value(), letter.value())
                || !Arrays.equals(sent.event().key(), letter.key())) {
            problems.add("a dead letter with other bytes than the event: " + sent.origin());
        }
    }

    private boolean mayExpire(PairEvent pair) {
        return setup.expiring() && !setup.direct() && !Pairs.items(pair).isEmpty();
    }

    private void once() {
        Set<String> everKnown = new HashSet<>();
        for (Feed.Sent sent : ledger.sent().values()) {
            if (sent.event().fate() instanceof Fate.Known known && known.features() != null) {
                everKnown.add(known.item());
            }
        }
        Set<Origin> learned = new HashSet<>(ledger.learned());
        for (Feed.Sent sent : ledger.sent().values()) {
            int count = times.getOrDefault(sent.origin(), 0);
            int wanted = sent.event().fate() instanceof Fate.Known ? 0 : 1;
            if (count != wanted) {
                problems.add("learned or told " + count + " times, must be " + wanted + ": " + sent.origin());
            }
            if (sent.event().fate() instanceof Fate.Learned pair
                    && learned.contains(sent.origin())
                    && !everKnown.containsAll(Pairs.items(pair.pair()))) {
                problems.add("learned, but its item never came: " + sent.origin());
            }
        }
    }
}
