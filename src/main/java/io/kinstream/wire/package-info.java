/**
 * Every byte that goes over a topic or into a store: users' events in, embeddings, models and dead letters out, and the
 * program's own compact formats.
 *
 * <p>Codecs turn {@code byte[]} into records and back and know no Kafka; {@code topology/} describes the same contract
 * for people and tools, and a test compares the two. There are two kinds of failure: what users send may be wrong at any
 * time ({@link io.kinstream.wire.BadEventException}, checked), what the program wrote itself may not
 * ({@link io.kinstream.wire.CorruptDataException}, unchecked).
 *
 * <p>May import {@code nn}, {@code learn} and Jackson.
 */
package io.kinstream.wire;
