package io.kinstream.wire;

import java.util.Locale;

/** The topics of the contract. */
public enum Topic {
    /** Raw vectors by item id; users write, compacted. */
    FEATURES,
    /** Labelled pairs; users write. */
    PAIRS,
    /** Embeddings by item id; users read, compacted. */
    EMBEDDINGS,
    /** The newest model: a manifest and blocks of weights; compacted, one partition. */
    MODELS,
    /** Complete pairs in the order they are learned; one partition. */
    TRAINING_LOG,
    /** Events that could not be used, as they came. */
    DEAD_LETTERS;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The topic's name without the prefix of an installation, such as {@code training-log}. */
    public String word() {
        return word;
    }
}
