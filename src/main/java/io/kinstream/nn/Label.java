package io.kinstream.nn;

/**
 * What a pair says of its two items. A word, never a number: the literature and the libraries disagree about which
 * number means what (the paper writes Y = 0 for similar, most libraries write 1).
 */
public enum Label {
    /** The two items are the same thing: their embeddings are pulled together. */
    SIMILAR,
    /** The two items are different things: their embeddings are pushed apart, up to the margin. */
    DISSIMILAR
}
