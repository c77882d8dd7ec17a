package io.kinstream.wire;

/** The names of the fields of users' events. */
final class EventFields {
    static final String LEFT = "left";
    static final String RIGHT = "right";
    static final String LABEL = "label";
    static final String WEIGHT = "weight";
    static final String FEATURES = "features";
    static final String INDICES = "indices";
    static final String VALUES = "values";

    private EventFields() {}
}
