package io.kinstream.faults;

import io.kinstream.nn.Features;
import io.kinstream.wire.PairEvent;
import io.kinstream.wire.Reason;

/** What must become of an event, whatever breaks. */
sealed interface Fate {

    /** It is learned once, with features its items had at some time; or tells once of the item that never came. */
    record Learned(PairEvent pair) implements Fate {}

    /** It is a dead letter once. */
    record Dead(Reason reason) implements Fate {}

    /** @param features those of the item from then on, null if the event deletes it */
    record Known(String item, Features features) implements Fate {}
}
