package io.kinstream.paper;

import java.util.Map;

/**
 * A map of an experiment's items.
 *
 * @param method that made it
 * @param newcomers how the method places an item that it has not seen
 * @param map where the items are
 * @param figures how good it is
 */
record Mapped(String method, String newcomers, Placement map, Map<String, Double> figures) {}
