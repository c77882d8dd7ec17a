package io.kinstream.config;

import java.util.Locale;

/** One of the two applications a process can run. Their words in the configuration are {@code train} and {@code embed}. */
public enum Role {
    /** Joins pairs with features, learns, publishes models; exactly once. */
    TRAIN,
    /** Maps features to embeddings with the newest published model; low latency. */
    EMBED;

    /** The word used in the configuration and in the application's id. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
