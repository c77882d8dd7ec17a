package io.kinstream.monitor;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the HTTP server gets its answers from. Each is called by several threads at once, and should answer at once.
 *
 * @param live whether the process works at all; restoring is alive
 * @param ready whether it does its job now; restoring is not ready
 * @param manifest the manifest of the newest model as JSON, empty before there is one
 * @param embedder answers {@code POST /embed}: JSON {@code {"features":...}} with {@code {"vector":[...],"model_id":...,
 *     "model_version":...}}
 * @param comparer answers {@code POST /same}: JSON {@code {"left":L,"right":R}}, L and R an item's id or {@code
 *     {"features":...}}, with {@code {"distance":...,"threshold":...,"verdict":...,"confidence":...,"model_id":...,
 *     "model_version":...}}
 */
public record Endpoints(
        Supplier<Health> live,
        Supplier<Health> ready,
        Supplier<Optional<byte[]>> manifest,
        Answer embedder,
        Answer comparer) {

    /** What the model in service says to the JSON of a request, as JSON. */
    @FunctionalInterface
    public interface Answer {
        /** @throws RefusedException when the request is not usable or there is no model yet */
        byte[] to(byte[] request) throws RefusedException;
    }
}
