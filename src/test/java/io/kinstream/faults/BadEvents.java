package io.kinstream.faults;

import io.kinstream.wire.Header;
import io.kinstream.wire.HeaderNames;
import io.kinstream.wire.Reason;
import io.kinstream.wire.Topic;
import java.util.List;
import java.util.Random;

/** Events that cannot be used, one for each thing that can be wrong with them. */
final class BadEvents {

    private static final String ITEM = "{\"features\":{\"indices\":[3],\"values\":[0.5]}}";
    private static final int TOO_LARGE = 600 * 1024;

    private BadEvents() {}

    static Event any(Random random) {
        List<Event> all = all();
        return all.get(random.nextInt(all.size()));
    }

    private static List<Event> all() {
        return List.of(
                pair("{\"left\":\"item-1\"", Reason.NOT_JSON),
                pair("", Reason.NOT_JSON),
                pair("null", Reason.WRONG_SHAPE),
                pair(null, Reason.WRONG_SHAPE),
                pair("{\"left\":\"item-1\",\"right\":\"item-2\"}", Reason.WRONG_SHAPE),
                pair(pair(ITEM, ITEM, "1"), Reason.UNKNOWN_LABEL),
                pair(pair(ITEM, ITEM, "\"same\""), Reason.UNKNOWN_LABEL),
                pair(pair(ITEM, "{\"features\":[1]}", "\"similar\""), Reason.WRONG_FEATURE_COUNT),
                pair(pair(ITEM, sparse("[1,20]", "[1,1]"), "\"similar\""), Reason.INDEX_OUT_OF_RANGE),
                pair(pair(ITEM, sparse("[1,1]", "[1,1]"), "\"similar\""), Reason.INDEX_REPEATED),
                pair(pair(ITEM, sparse("[1]", "[1e999]"), "\"similar\""), Reason.NOT_FINITE),
                pair("[" + " ".repeat(TOO_LARGE) + "]", Reason.TOO_LARGE),
                new Event(
                        Topic.PAIRS,
                        Event.utf8("bad"),
                        Event.utf8(pair(ITEM, ITEM, "\"similar\"")),
                        List.of(Header.text(HeaderNames.CONTENT_TYPE, "text/csv")),
                        new Fate.Dead(Reason.WRONG_SHAPE)),
                features("bad", "[1,2,3]", Reason.WRONG_SHAPE),
                features("bad", "{\"features\":[1,2,3]}", Reason.WRONG_FEATURE_COUNT),
                features("bad", "{\"features\":", Reason.NOT_JSON),
                features("bad", sparse("[2]", "[NaN]"), Reason.NOT_FINITE),
                features("", ITEM, Reason.NO_KEY));
    }

    private static String sparse(String indices, String values) {
        return "{\"features\":{\"indices\":" + indices + ",\"values\":" + values + "}}";
    }

    private static String pair(String left, String right, String label) {
        return "{\"left\":" + left + ",\"right\":" + right + ",\"label\":" + label + "}";
    }

    private static Event pair(String value, Reason reason) {
        return Event.json(Topic.PAIRS, "bad", value, new Fate.Dead(reason));
    }

    private static Event features(String key, String value, Reason reason) {
        return Event.json(Topic.FEATURES, key, value, new Fate.Dead(reason));
    }
}
