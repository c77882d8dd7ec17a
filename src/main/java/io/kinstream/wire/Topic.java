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

    /** The topic's name, such as {@code kinstream.training-log} for the prefix {@code kinstream.} */
    public String under(String prefix) {
        return prefix + word;
    }
}
