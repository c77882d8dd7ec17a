package io.kinstream.wire;

/** The names of the headers of the contract. */
public final class HeaderNames {
    /** On users' events: how the value is written, see {@link ContentType}; absent means JSON. On embeddings: JSON. */
    public static final String CONTENT_TYPE = "content-type";
    /** On binary pairs: the word {@code similar} or {@code dissimilar}. */
    public static final String LABEL = "label";
    /** On binary pairs, optional: the weight as decimal text. */
    public static final String WEIGHT = "weight";
    /** On embeddings and their deletes: the version of the model as decimal text. */
    public static final String MODEL_VERSION = "model_version";
    /** On dead letters: the {@linkplain Reason#word() word} of the reason. */
    public static final String REASON = "reason";
    /** On dead letters: what is wrong and what to fix, for people. */
    public static final String MESSAGE = "message";
    /** On dead letters: the topic the record was read from. */
    public static final String SOURCE_TOPIC = "source.topic";
    /** On dead letters: the partition the record was read from, as decimal text. */
    public static final String SOURCE_PARTITION = "source.partition";
    /** On dead letters: the offset the record was read from, as decimal text. */
    public static final String SOURCE_OFFSET = "source.offset";

    private HeaderNames() {}
}
