package io.kinstream.paper;

/**
 * Where a map puts the items of an experiment.
 *
 * @param training [items x dimensions], in their order; of a method that cannot take all, the first of them
 * @param heldOut [items x dimensions], in their order: none was seen before
 */
record Placement(float[][] training, float[][] heldOut) {}
