/**
 * The two Kafka Streams applications: one class for each node, thin; the wiring; the settings; start, watch, stop. It
 * is the only package of the program that knows Kafka Streams, and may import every package but {@code local} and {@code cli}.
 *
 * <pre>
 * features ─► check-features ──► by-item ────────► store-items ──┐ released     TRAIN (exactly once)
 *                                                     [items]    │
 * pairs ───► route-pairs ─ids──► by-first-item ──► join-first ───┴► by-second-item ─► join-second ─┐
 *                │ inline                                                                          ▼
 *                └──────────────────────────────────────────────────► training-log ─► learn ─► models
 *                                                                                    [weights]
 *
 * models ──► load-model ─► [models]                                             EMBED (at least once)
 * features ──────────────► embed ─► embeddings
 * </pre>
 *
 * What cannot be used goes to {@code dead-letters} from wherever it is found. In direct mode {@code pairs} itself is
 * the log that {@code learn} reads, and there is no join.
 */
package io.kinstream.stream;
