package io.kinstream.monitor;

import io.javalin.config.RoutesConfig;

/** What the HTTP server serves besides its own paths. */
@FunctionalInterface
public interface Routes {

    /** Adds paths and their handlers. */
    void add(RoutesConfig routes);
}
