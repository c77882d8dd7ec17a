package io.kinstream.monitor;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the HTTP server gets its answers from. Each is called by several threads at once, and should answer at once.
 *
 * @param live whether the process works at all; restoring is alive
 * @param ready whether it does its job now; restoring is not ready
 * @param manifest the manifest of the newest model as JSON, empty before there is one
 * @param embedder answers {@code POST /embed}
 */
public record Endpoints(
        Supplier<Health> live, Supplier<Health> ready, Supplier<Optional<byte[]>> manifest, Embedder embedder) {

    /** Maps the features in a request to their embedding. */
    @FunctionalInterface
    public interface Embedder {
        /**
         * @param request JSON {@code {"features":...}}
         * @return JSON {@code {"vector":[...],"model_id":...,"model_version":...}}
         * @throws RefusedException when the features are not usable or there is no model yet
         */
        byte[] embed(byte[] request) throws RefusedException;
    }
}
