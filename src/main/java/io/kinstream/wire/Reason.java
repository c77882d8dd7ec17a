package io.kinstream.wire;

import java.util.Locale;

/** Why an event became a dead letter. The words are part of the contract: headers, meters and alarms carry them. */
public enum Reason {
    /** The value is not JSON: torn, not UTF-8, nested too deeply, or something else altogether. */
    NOT_JSON,
    /** The value is JSON, but a field is missing, given twice or of a wrong kind; or its content type is unknown. */
    WRONG_SHAPE,
    /** The label is not one of the two words. */
    UNKNOWN_LABEL,
    /** There are more or fewer numbers than the encoder takes. */
    WRONG_FEATURE_COUNT,
    /** A number is NaN, infinite or too large for a float32. */
    NOT_FINITE,
    /** The value, or what is around it, has more bytes than allowed. */
    TOO_LARGE,
    /** An index of a sparse vector is negative or not below the encoder's number of inputs. */
    INDEX_OUT_OF_RANGE,
    /** An index of a sparse vector is given twice. */
    INDEX_REPEATED,
    /** A pair waited for the features of an item until its time to live was over. */
    FEATURES_MISSING,
    /** A pair names an item, but the learner reads complete pairs only (direct mode). */
    NO_JOIN,
    /** Learning the pair would have made a weight NaN or infinite. */
    STEP_REFUSED,
    /** The record's key must be an item id, but is absent, empty, too long or not UTF-8. */
    NO_KEY;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The reason as it is written in headers and meters, such as {@code not-json}. */
    public String word() {
        return word;
    }
}
