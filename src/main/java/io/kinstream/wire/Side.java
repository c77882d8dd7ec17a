package io.kinstream.wire;

import io.kinstream.nn.Features;

/** One of the two items of a pair. */
public sealed interface Side {

    /** @param id of an item whose features are, or will be, on the features topic; not empty */
    record Id(String id) implements Side {}

    /** @param features of the item itself; they fit the encoder */
    record Inline(Features features) implements Side {}
}
