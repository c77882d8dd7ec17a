package io.kinstream.faults;

import io.kinstream.learn.Pair;
import io.kinstream.nn.Features;
import io.kinstream.wire.LogEntry;
import io.kinstream.wire.PairEvent;
import io.kinstream.wire.Side;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** What the workload says of a pair. */
final class Pairs {

    private Pairs() {}

    /** The entry of a pair that needs no join. */
    static LogEntry inline(Feed.Sent sent) {
        PairEvent pair = ((Fate.Learned) sent.event().fate()).pair();
        Features left = ((Side.Inline) pair.left()).features();
        Features right = ((Side.Inline) pair.right()).features();
        return new LogEntry.Learn(sent.origin(), new Pair(left, right, pair.label(), pair.weight()));
    }

    /** The items that a pair names. */
    static Set<String> items(PairEvent pair) {
        Set<String> items = new HashSet<>();
        for (Side side : new Side[] {pair.left(), pair.right()}) {
            if (side instanceof Side.Id named) {
                items.add(named.id());
            }
        }
        return items;
    }

    /** Whether what was learned is this pair, with features that each named item had at some time. */
    static boolean matches(PairEvent pair, Pair learned, Collection<Feed.Sent> sent) {
        return pair.label() == learned.label()
                && pair.weight() == learned.weight()
                && matches(pair.left(), learned.left(), sent)
                && matches(pair.right(), learned.right(), sent);
    }

    private static boolean matches(Side side, Features learned, Collection<Feed.Sent> sent) {
        if (side instanceof Side.Inline inline) {
            return Points.same(inline.features(), learned);
        }
        String item = ((Side.Id) side).id();
        return sent.stream()
                .map(each -> each.event().fate())
                .anyMatch(fate -> fate instanceof Fate.Known known
                        && known.item().equals(item)
                        && known.features() != null
                        && Points.same(known.features(), learned));
    }
}
