package io.kinstream.paper;

/**
 * One run of an experiment.
 *
 * @param seed of the split, the order of pairs and the first weights
 * @param learned the map from the topic
 * @param seconds from the first pair that was sent to the version that has learned the last pair
 * @param deadLetters events that could not be used
 */
record Trial(long seed, Mapped learned, String modelId, double seconds, long deadLetters) {}
