package io.kinstream.stream;

import io.kinstream.monitor.RefusedException;
import io.kinstream.nn.Features;

/** Where the features of an item are found by its id. */
@FunctionalInterface
interface Items {

    /** Where none are kept: in direct mode, and in a process that does not train. */
    Items NONE = id -> {
        throw unknown("features are kept by the join of a process that trains, and there is none here");
    };

    /** @throws RefusedException if there are none of this item here, or they cannot be read just now */
    Features get(String id) throws RefusedException;

    /** @param rule why there are none */
    static RefusedException unknown(String rule) {
        return RefusedException.notFound("unknown-item", rule + ": give its features in place of the id");
    }
}
