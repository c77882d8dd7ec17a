package io.kinstream.faults;

import io.kinstream.nn.Features;
import io.kinstream.wire.FeaturesCodec;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** In the end no pair waits any more, and the join remembers the last features of each item, and no other. */
final class StateCheck {

    private StateCheck() {}

    static void check(Ledger ledger, StoredState state, List<String> problems) {
        if (state.waiting() != 0 || state.deadlines() != 0 || state.linedUp() != 0) {
            problems.add(state.waiting() + " pairs still wait, with " + state.deadlines() + " deadlines, "
                    + state.linedUp() + " items are still in line to let pairs go");
        }
        Map<ByteBuffer, byte[]> stored = new HashMap<>(state.items());
        ledger.items().forEach((item, sent) -> {
            Features features = ((Fate.Known) sent.event().fate()).features();
            byte[] found = stored.remove(ByteBuffer.wrap(Event.utf8(item)));
            if ((features == null) != (found == null)) {
                problems.add("the join must " + (features == null ? "have forgotten " : "know ") + item);
            } else if (found != null && !Points.same(features, FeaturesCodec.decode(found))) {
                problems.add("the join must know the last features of " + item);
            }
        });
        if (!stored.isEmpty()) {
            problems.add("the join knows " + stored.size() + " items that nobody sent");
        }
    }
}
